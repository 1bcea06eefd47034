package org.kalepool.exit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.books.Earnings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Holdings;

/**
 * Decides how a leaving farmer is paid out by the split contract (docs/adr/0016). A pure function.
 *
 * <p>One call pays each pooler its share and the payout wallet all the rest. The account stays open
 * and is merged by the transaction that follows: into a payout wallet that is an account, otherwise
 * into the carrier's wallet, which owes its XLM on.
 *
 * <p>What the contract cannot do for an account, it is paid as without one: claimable balances,
 * memos, shares that a pooler's wallet cannot take now.
 */
final class ContractPlanner {
  /**
   * A call pays rent for the entry that it makes, and one to a contract for what this comes to
   * hold: in times of what a classic transaction reserves for its fee. What is not used goes on
   * with the rest.
   */
  private static final int TIMES_A_FEE = 5;

  static final int TIMES_A_FEE_TO_CONTRACTS = 20;

  private final Xlm feeReserve;

  /**
   * @param feeReserve what an account must have to spare to carry a classic transaction
   */
  ContractPlanner(Xlm feeReserve) {
    this.feeReserve = feeReserve;
  }

  /** Empty if it is paid as without a contract. */
  Optional<ExitDecision> decide(ExitSnapshot now, Holdings custodial) {
    ByContract contract = now.contract();
    boolean toContract = now.farmer().payout().isContract();
    if (contract == null) {
      return toContract
          ? wait(Obstacle.PAYOUT_CONTRACT, now.farmer().payout().text())
          : Optional.empty();
    }
    boolean nothing = custodial.kale() == null || custodial.kale().isZero();
    if (toContract && (contract.isOver() || custodial.kale() == null)) {
      return nothing ? closing(now, custodial) : passedOn(now, contract, custodial);
    }
    if (contract.isOver() || (!toContract && (nothing || !isPlain(now)))) {
      return Optional.empty();
    }
    return split(now, contract, custodial, toContract);
  }

  /** Whether an account is there, and told apart by nothing. */
  private static boolean isPlain(ExitSnapshot now) {
    return now.payout() != null
        && !now.farmer().destination().isShared()
        && !now.reading().memoRequired();
  }

  private Optional<ExitDecision> split(
      ExitSnapshot now, ByContract contract, Holdings custodial, boolean toContract) {
    Split whole = Split.of(now.books().sharing(contract.shares()));
    Set<UUID> paying = paying(now, whole);
    Split split = whole.deferring(part -> !paying.contains(part.pooler()));
    Holdings payout = now.payout();
    if (!toContract && (payout == null || !isTaken(now, payout, split))) {
      return Optional.empty();
    }
    List<ContractCall.Part> parts = new ArrayList<>();
    for (Split.Part part : split.parts()) {
      Address wallet = wallet(now, part.pooler());
      Optional<ContractCall.Part> of = part(contract, part, wallet);
      if (of.isEmpty()) {
        return wait(Obstacle.TERMS_MISSING, "of pooler " + part.pooler());
      }
      parts.add(of.get());
    }
    Address lane = lane(now, custodial);
    if (lane == null) {
      return wait(
          Obstacle.POOLER_XLM,
          "the fee needs %s XLM to spare, there or in the farmer's account".formatted(fee(now)));
    }
    Xlm spare =
        custodial
            .spendable()
            .minus(lane.equals(now.farmer().custodial()) ? fee(now) : Xlm.ZERO)
            .max(Xlm.ZERO);
    ContractCall call =
        new ContractCall.ExecuteSplit(
            contract.on().contract(),
            now.farmer().id(),
            contract.total(),
            now.farmer().payout(),
            now.farmer().custodial(),
            parts,
            toContract ? spare : Xlm.ZERO);
    return Optional.of(new ExitDecision.PayByContract(split, lane, call, open(custodial)));
  }

  /** Who pays what it owes beyond its share; two parts of one wallet cannot both. */
  private static Set<UUID> paying(ExitSnapshot now, Split split) {
    Set<UUID> paying = new HashSet<>();
    Set<Address> wallets = new HashSet<>();
    for (Split.Part part : split.parts()) {
      if (part.fromPooler().isPositive()
          && ExitPlanner.pays(now, part)
          && paying.size() < ExitPlanner.MOST_PAYING
          && wallets.add(wallet(now, part.pooler()))) {
        paying.add(part.pooler());
      }
    }
    return paying;
  }

  /** Whether an account can be paid its KALE, and each pooler's wallet its share. */
  private static boolean isTaken(ExitSnapshot now, Holdings payout, Split split) {
    return (split.payout().isZero() || ExitPlanner.takes(now, payout, split.payout()))
        && split.parts().stream()
            .filter(part -> part.toPooler().isPositive())
            .allMatch(
                part -> {
                  Holdings wallet = now.reading().wallet(part.pooler());
                  return wallet != null && wallet.takes(part.toPooler());
                });
  }

  private static Address wallet(ExitSnapshot now, UUID pooler) {
    return now.reading()
        .address(pooler)
        .orElseThrow(() -> new IllegalStateException("no pooler " + pooler));
  }

  /**
   * The contract pays the share less what is owed, or has the difference paid: what it is told to
   * be owed makes that what was decided. Empty if a version is missing.
   */
  private static Optional<ContractCall.Part> part(
      ByContract contract, Split.Part part, Address wallet) {
    List<ContractCall.Earned> earned = new ArrayList<>();
    for (Earnings.Terms terms : contract.with(part.pooler())) {
      OptionalInt version = contract.on().version(terms.basisPoints(), wallet);
      if (version.isEmpty()) {
        return Optional.empty();
      }
      earned.add(new ContractCall.Earned(version.getAsInt(), terms.left()));
    }
    if (earned.isEmpty()) {
      OptionalInt any = contract.on().version(wallet);
      if (any.isEmpty()) {
        return Optional.empty();
      }
      earned.add(new ContractCall.Earned(any.getAsInt(), Kale.ZERO));
    }
    boolean pays = part.fromPooler().isPositive();
    Kale owed = pays ? part.share().plus(part.fromPooler()) : part.share().minus(part.toPooler());
    return Optional.of(new ContractCall.Part(wallet, pays, owed, earned));
  }

  /** What has come in after the split goes to the contract by the asset's own. */
  private Optional<ExitDecision> passedOn(
      ExitSnapshot now, ByContract contract, Holdings custodial) {
    Kale all = custodial.kale() == null ? Kale.ZERO : custodial.kale();
    Split split = new Split(Kale.ZERO, List.of(), all);
    Address lane = lane(now, custodial);
    return lane == null
        ? wait(Obstacle.POOLER_XLM, "the fee needs %s XLM to spare".formatted(fee(now)))
        : Optional.of(
            new ExitDecision.PayByContract(
                split,
                lane,
                new ContractCall.Transfer(
                    contract.on().kale(),
                    now.farmer().custodial(),
                    now.farmer().payout(),
                    all.stroops()),
                open(custodial)));
  }

  /**
   * An account that holds no KALE is merged into the carrier's wallet, which owes the XLM on: no
   * account can be merged into a contract, nor pay out its own reserve.
   */
  private Optional<ExitDecision> closing(ExitSnapshot now, Holdings custodial) {
    Holdings wallet = now.poolerWallet();
    if (wallet == null || !ExitPlanner.signs(now)) {
      return wait(Obstacle.POOLER_WALLET, now.pooler().wallet().text());
    }
    if (custodial.attached().sponsoring() > 0) {
      return wait(Obstacle.CLAIM_OPEN, custodial.account().text());
    }
    if (wallet.spendable().compareTo(feeReserve) < 0) {
      return wait(Obstacle.POOLER_XLM, "the fee needs %s XLM to spare".formatted(feeReserve));
    }
    Address source = now.farmer().custodial();
    List<Call.Op> operations = new ArrayList<>();
    if (custodial.hasTrustline()) {
      operations.add(new Call.CloseTrustline(source));
    }
    operations.add(new Call.Merge(source, now.pooler().wallet()));
    return Optional.of(
        new ExitDecision.Pay(
            Split.NONE,
            now.pooler().wallet(),
            new Call.Operations(operations),
            throughCarrier(now.books(), custodial.xlm()),
            false));
  }

  /** What becomes of all the XLM of an account that is merged into the carrier's wallet. */
  ExitDecision.Lumens throughCarrier(Books.Position books, Xlm xlm) {
    // this transaction's fee, and that of the one by which the rest is owed on
    Xlm advance = books.advanced().plus(feeReserve.times(2)).min(xlm);
    return new ExitDecision.Lumens(xlm, Xlm.ZERO, advance, xlm.minus(advance), true);
  }

  private static ExitDecision.Lumens open(Holdings custodial) {
    return new ExitDecision.Lumens(custodial.xlm(), Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, false);
  }

  private Xlm fee(ExitSnapshot now) {
    return feeReserve.times(
        now.farmer().payout().isContract() ? TIMES_A_FEE_TO_CONTRACTS : TIMES_A_FEE);
  }

  /** The farmer's own account where it has the fee, else the carrier's wallet. */
  private @Nullable Address lane(ExitSnapshot now, Holdings custodial) {
    Holdings wallet = now.poolerWallet();
    boolean own = custodial.spendable().compareTo(fee(now)) >= 0;
    boolean carries =
        wallet != null && ExitPlanner.signs(now) && wallet.spendable().compareTo(fee(now)) >= 0;
    if (carries && (!own || now.failedFor(Cause.INSUFFICIENT_XLM))) {
      return now.pooler().wallet();
    }
    return own ? now.farmer().custodial() : null;
  }

  private static Optional<ExitDecision> wait(Obstacle obstacle, String detail) {
    return Optional.of(new ExitDecision.Wait(obstacle, detail));
  }
}
