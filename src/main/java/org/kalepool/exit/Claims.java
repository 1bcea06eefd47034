package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;
import org.kalepool.web.Audit;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Claims KALE that was left for a custodial account as a claimable balance. A claim under way holds
 * the exit as any open transaction does; what it brings is booked as a deposit when it lands.
 */
@Singleton
final class Claims {
  private static final Logger LOG = Logger.getLogger(Claims.class);

  private final Farmers farmers;
  private final Chain chain;
  private final Transactions transactions;
  private final Books books;
  private final ClaimRepository store;
  private final Audit audit;

  Claims(
      Farmers farmers,
      Chain chain,
      Transactions transactions,
      Books books,
      ClaimRepository store,
      Audit audit) {
    this.farmers = farmers;
    this.chain = chain;
    this.transactions = transactions;
    this.books = books;
    this.store = store;
    this.audit = audit;
  }

  /** The newest claims of a farmer, newest first. */
  List<ClaimStatus> of(UUID farmer) {
    find(farmer);
    return store.of(farmer);
  }

  /**
   * Claims a balance, unless it is being claimed or was claimed already.
   *
   * @param by whose wish it is: {@code farmer} or {@code operator}
   * @throws ProblemException if it cannot be claimed, saying why; nothing was changed then
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  ClaimStatus claim(UUID id, BalanceId balance, String by) {
    Farmer farmer = find(id);
    Optional<ClaimStatus> known = known(id, balance);
    if (known.isPresent()) {
      return known.get();
    }
    Kale amount = claimable(farmer, balance);
    return QuarkusTransaction.requiringNew().call(() -> request(farmer, balance, amount, by));
  }

  private Farmer find(UUID id) {
    return farmers
        .find(id)
        .orElseThrow(
            () -> new ProblemException(ProblemKind.FARMER_NOT_FOUND, "No farmer has this id."));
  }

  /** One that failed may be tried again. */
  private Optional<ClaimStatus> known(UUID farmer, BalanceId balance) {
    return store.of(farmer).stream()
        .filter(claim -> claim.balanceId().equals(balance.hex()))
        .findFirst()
        .filter(claim -> !claim.state().equals(ClaimStatus.FAILED));
  }

  private Kale claimable(Farmer farmer, BalanceId balance) {
    refuseDeparted(farmer.state());
    Claimable found =
        chain
            .claimable(balance)
            .orElseThrow(
                () -> refused("The network has no such balance: it was claimed, or never made."));
    @Nullable Kale amount = found.kale();
    if (amount == null) {
      throw refused("It is not of this pool's KALE.");
    }
    if (!found.claimants().contains(farmer.custodial())) {
      throw refused("The custodial wallet " + farmer.custodial() + " is none of its claimants.");
    }
    if (!found.open().contains(farmer.custodial())) {
      throw refused("Its conditions do not let the custodial wallet claim it now.");
    }
    @Nullable Holdings held = chain.holdings(List.of(farmer.custodial())).get(farmer.custodial());
    if (held == null || !held.takes(amount)) {
      throw refused(
          "The custodial wallet has no KALE trustline that can take it: fund it first, or wait.");
    }
    return amount;
  }

  private static void refuseDeparted(FarmerState state) {
    if (state == FarmerState.DEPARTED) {
      throw new ProblemException(
          ProblemKind.FARMER_DEPARTED, "Its custodial wallet is gone, and with it the trustline.");
    }
  }

  private static ProblemException refused(String why) {
    return new ProblemException(ProblemKind.NOT_CLAIMABLE, why);
  }

  /** Under the farmer's lock, so that a claim and a payout never cross. */
  private ClaimStatus request(Farmer farmer, BalanceId balance, Kale amount, String by) {
    refuseDeparted(
        farmers
            .lock(farmer.id())
            .orElseThrow(() -> new IllegalStateException("no farmer " + farmer.id())));
    if (transactions.open(farmer.id(), null, Action.SPLIT).isPresent()) {
      throw new ProblemException(
          ProblemKind.SPLIT_SENT, "The payout was sent, and with it the trustline goes.");
    }
    Optional<ClaimStatus> known = known(farmer.id(), balance);
    if (known.isPresent()) {
      return known.get();
    }
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                farmer.custodial(),
                Action.CLAIM,
                farmer.id(),
                null,
                new Call.Operations(List.of(new Call.Claim(null, balance))),
                null));
    if (id.isEmpty()) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "Another balance is being claimed; claim this one after it.");
    }
    store.requested(id.getAsLong(), farmer.id(), balance, amount, by);
    audit.noteIfOperators(
        by, new Audit.Command("claim", farmer.id().toString(), balance.hex() + ": " + amount));
    return known(farmer.id(), balance)
        .orElseThrow(() -> new IllegalStateException("the claim was not stored"));
  }

  void onSettled(@Observes TransactionSettled event) {
    UUID farmer = event.request().farmer();
    if (event.request().action() != Action.CLAIM || farmer == null) {
      return;
    }
    switch (event.outcome()) {
      case Outcome.Landed landed ->
          books.deposited(farmer, store.amount(event.id()), landed.ledger(), "claim " + event.id());
      case Outcome.Failed failed -> failed(farmer, failed.cause() + " " + failed.detail());
      case Outcome.Refused refused -> failed(farmer, refused.cause() + " " + refused.detail());
    }
  }

  private static void failed(UUID farmer, String why) {
    LOG.warnf("a claim of farmer %s failed: %s", farmer, why);
  }
}
