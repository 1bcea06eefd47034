package org.kalepool.books;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.DeedsSettled;
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
  void settled(@Observes @Priority(100) DeedsSettled event) {
    Map<Address, Optional<UUID>> lanes = new HashMap<>();
    Map<Long, Set<UUID>> noted = new TreeMap<>();
    List<Entry> entries = new ArrayList<>();
    for (TransactionSettled each : event.each()) {
      TransactionRequest request = each.request();
      // what is done for a vault goes from none of the farmers' accounts
      Optional<UUID> laneFarmer =
          isOfVault(request.call())
              ? Optional.empty()
              : lanes.computeIfAbsent(request.lane(), farmers::withCustodial);
      noted.computeIfAbsent(ledger(each), _ -> new HashSet<>()).addAll(whose(each, laneFarmer));
      entries.add(entry(each, laneFarmer));
    }
    noted.forEach(
        (ledger, whose) -> {
          if (ledger > 0) {
            settled.note(whose, ledger);
          }
        });
    journal.write(entries);
  }

  /** Without lines for what cost nothing. */
  private static Entry entry(TransactionSettled event, Optional<UUID> laneFarmer) {
    TransactionRequest request = event.request();
    Xlm fee = event.outcome().fee();
    boolean bumped = !event.feePayer().equals(request.lane());
    @Nullable UUID farmer = laneFarmer.isPresent() ? laneFarmer.get() : request.farmer();
    String memo = request.action() + (request.block() == null ? "" : " " + request.block());
    Entry entry = Entry.fee(event.id(), event.place(), farmer, request.block(), memo);
    if (laneFarmer.isPresent() && !bumped) {
      return entry.move(Accounts.xlm(laneFarmer.get()), Accounts.fees(laneFarmer.get()), fee);
    }
    String account = bumped ? "fee-account" : request.lane().text();
    boolean advance = !bumped && FARMING.contains(request.action()) && !isOfVault(request.call());
    return entry.move(
        Accounts.poolXlm(account),
        advance && farmer != null ? Accounts.advanced(farmer) : Accounts.poolFees(account),
        fee);
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

  /** In which it ended, 0 for in none. */
  private static long ledger(TransactionSettled event) {
    return switch (event.outcome()) {
      case Outcome.Landed landed -> landed.ledger();
      case Outcome.Failed failed -> failed.ledger();
      case Outcome.Refused refused -> 0;
    };
  }

  /** Those whose account it changed or may have changed. */
  private static Set<UUID> whose(TransactionSettled event, Optional<UUID> laneFarmer) {
    Set<UUID> whose = new HashSet<>();
    laneFarmer.ifPresent(whose::add);
    UUID farmer = event.request().farmer();
    if (farmer != null) {
      whose.add(farmer);
    }
    return whose;
  }
}
