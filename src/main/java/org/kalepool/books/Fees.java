package org.kalepool.books;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;

/**
 * Books what each transaction cost, landed or failed, on whoever paid, of a batch on each farmer
 * its share, and keeps how fresh a reading of a farmer's accounts must be.
 */
@ApplicationScoped
class Fees {
  /** Whose fees are an account's farmer's, whoever pays; it gives back at the split what it can. */
  private static final Set<Action> FARMING = Set.of(Action.PLANT, Action.WORK, Action.HARVEST);

  private final JournalRepository journal;
  private final SettledLedgerRepository settled;
  private final Farmers farmers;

  Fees(JournalRepository journal, SettledLedgerRepository settled, Farmers farmers) {
    this.farmers = farmers;
    this.journal = journal;
    this.settled = settled;
  }

  /** Before the stages' own observers, so that all take the balances' locks in one order. */
  void settled(@Observes @Priority(100) TransactionSettled event) {
    TransactionRequest request = event.request();
    // what is done for a vault goes from none of the farmers' accounts
    boolean ofVault = isOfVault(request.call());
    Optional<UUID> laneFarmer = ofVault ? Optional.empty() : farmers.withCustodial(request.lane());
    noteLedger(event, laneFarmer);
    Xlm fee = event.outcome().fee();
    if (fee.isZero()) {
      return;
    }
    boolean bumped = !event.feePayer().equals(request.lane());
    @Nullable UUID farmer = laneFarmer.isPresent() ? laneFarmer.get() : request.farmer();
    String memo = request.action() + (request.block() == null ? "" : " " + request.block());
    Entry entry = Entry.fee(event.id(), event.place(), farmer, request.block(), memo);
    if (laneFarmer.isPresent() && !bumped) {
      entry.move(Accounts.xlm(laneFarmer.get()), Accounts.fees(laneFarmer.get()), fee);
    } else {
      String account = bumped ? "fee-account" : request.lane().text();
      boolean advance = !bumped && FARMING.contains(request.action()) && !ofVault;
      entry.move(
          Accounts.poolXlm(account),
          advance && farmer != null ? Accounts.advanced(farmer) : Accounts.poolFees(account),
          fee);
    }
    journal.write(entry);
  }

  /** A vault has no lumens to give back: what is done for it is the pool's cost. */
  private static boolean isOfVault(Call call) {
    return switch (call) {
      case Call.Plant plant -> plant.farmer().isContract();
      case Call.Work work -> work.farmer().isContract();
      case Call.Harvest harvest -> harvest.farmer().isContract();
      default -> false;
    };
  }

  private void noteLedger(TransactionSettled event, Optional<UUID> laneFarmer) {
    long ledger =
        switch (event.outcome()) {
          case Outcome.Landed landed -> landed.ledger();
          case Outcome.Failed failed -> failed.ledger();
          case Outcome.Refused refused -> 0;
        };
    if (ledger == 0) {
      return;
    }
    laneFarmer.ifPresent(farmer -> settled.note(farmer, ledger));
    UUID farmer = event.request().farmer();
    if (farmer != null && laneFarmer.filter(farmer::equals).isEmpty()) {
      settled.note(farmer, ledger);
    }
  }
}
