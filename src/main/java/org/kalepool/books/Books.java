package org.kalepool.books;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;

/**
 * The journal. Each method writes one balanced entry in the caller's database transaction and is
 * idempotent by its natural key: booking the same thing twice changes nothing. What changes a
 * custodial account says in which ledger: what a node says of the account as of an older one is
 * stale from then on.
 */
public interface Books {
  /**
   * KALE that arrived in a custodial account by a deposit.
   *
   * @param ledger in which it was seen
   * @param key names the deposit, such as {@code ledger 1234}
   */
  void deposited(UUID farmer, Kale amount, long ledger, String key);

  /** XLM that arrived in a custodial account by a deposit. */
  void depositedXlm(UUID farmer, Xlm amount, long ledger, String key);

  /**
   * Books what an account without open pails holds above the books as deposits, as the
   * reconciliation does after each ledger. Nothing is booked while something is under way for the
   * farmer, or from a reading that is older than the books. Of a vault the reconciliation books who
   * has paid, too, and this nothing.
   */
  void arrived(UUID farmer, Holdings seen);

  /** A stake burned into a pail. */
  void planted(UUID farmer, long block, Kale stake, long ledger);

  /** A stake that was burned into a pail. */
  record Planted(UUID farmer, long block, Kale stake) {}

  /** The same of several stakes, all in this ledger. */
  default void planted(List<Planted> all, long ledger) {
    all.forEach(each -> planted(each.farmer(), each.block(), each.stake(), ledger));
  }

  /** A pail that was harvested. */
  record Harvested(UUID farmer, long block, Kale stake, Kale reward) {}

  /** The same of several pails, all in this ledger. */
  default void harvested(List<Harvested> all, long ledger) {
    all.forEach(
        each -> harvested(each.farmer(), each.block(), each.stake(), each.reward(), ledger));
  }

  /** A pail harvested: the stake back, and the reward. */
  void harvested(UUID farmer, long block, Kale stake, Kale reward, long ledger);

  /**
   * A stake that is lost for good. With {@code owed}, the pooler owes it to the farmer, unless it
   * was planted from a vault.
   */
  void forfeited(UUID farmer, UUID pooler, long block, Kale stake, boolean owed, String cause);

  /**
   * The payout at the end: leaves nothing in the custodial accounts.
   *
   * @param pooler through whose wallet XLM went, if any did
   */
  void split(UUID farmer, UUID pooler, Address wallet, Payout payout);

  /**
   * What reached the custodial account after the split, passed on.
   *
   * @param pooler as at the split
   * @param transaction by which: its number, or its hash if it was sent before a restore
   * @param hash of the same, null if it is not known
   */
  void passedOn(
      UUID farmer,
      UUID pooler,
      Address wallet,
      Payout payout,
      String transaction,
      @Nullable Hash hash);

  /**
   * What a pooler still owed since the split, paid from its wallet.
   *
   * @param hash of the transaction
   */
  void debtPaid(UUID farmer, UUID pooler, Address wallet, Repaid repaid, Hash hash);

  /**
   * What the payment of a debt moved.
   *
   * @param xlm that the payout wallet received
   * @param claimReserve XLM of the debt that stays in the pooler's wallet, for the reserve of the
   *     claimable balance that holds the KALE
   * @param late the late payout that the debt is of, null for the split's own
   * @param ofBond whether the KALE was that of the pooler's bond
   */
  record Repaid(Kale kale, Xlm xlm, Xlm claimReserve, @Nullable Long late, boolean ofBond) {
    /** From the pooler's wallet. */
    public Repaid(Kale kale, Xlm xlm, Xlm claimReserve, @Nullable Long late) {
      this(kale, xlm, claimReserve, late, false);
    }
  }

  /**
   * KALE that has come into the account of a pooler's bond.
   *
   * @param ledger in which it was seen
   */
  void bondDeposited(UUID pooler, Kale amount, long ledger);

  /**
   * A bond that went back to its pooler.
   *
   * @param transaction by which: its number, or its hash if it was sent before a restore
   */
  void bondReturned(UUID pooler, Kale amount, String transaction);

  /**
   * What a split moved between the farmer and one pooler.
   *
   * @param toPooler from the custodial account to the pooler's wallet
   * @param fromPooler from the pooler's wallet to the farmer, as compensation beyond its share
   * @param settled compensation that is no longer owed: paid, or less share taken for it
   */
  record PoolerPayout(UUID pooler, Kale toPooler, Kale fromPooler, Kale settled) {}

  /**
   * What a split moved.
   *
   * @param poolers each once
   * @param toFarmer from the custodial account to the payout wallet
   * @param xlmToFarmer XLM of the custodial account that the payout wallet received
   * @param claimReserve XLM given to the pooler's wallet for the reserve of a claimable balance
   * @param advance XLM given back to the pooler's wallet for fees that it had paid
   * @param xlmDebt XLM that came into the pooler's wallet with the merge, or was left there for the
   *     claimable balance in which its debt may be paid, and is owed on
   */
  record Payout(
      List<PoolerPayout> poolers,
      Kale toFarmer,
      Xlm xlmToFarmer,
      Xlm claimReserve,
      Xlm advance,
      Xlm xlmDebt) {
    public Payout {
      poolers = List.copyOf(poolers);
    }

    /** From the custodial account to the poolers' wallets. */
    public Kale toPoolers() {
      return poolers.stream().map(PoolerPayout::toPooler).reduce(Kale.ZERO, Kale::plus);
    }
  }

  /** The newest ledger that is in a farmer's books, 0 if nothing is. */
  long settledLedger(UUID farmer);

  /** Where a farmer stands. */
  Position position(UUID farmer);

  /**
   * What is between a farmer and a pooler that has planted for it.
   *
   * @param earned rewards of what that one had planted
   * @param share its part of what of them was not paid out yet, each harvest by the terms of its
   *     planting
   * @param owed compensation by it, not yet paid
   */
  @RegisterForReflection
  record Part(UUID pooler, Kale earned, Kale share, Kale owed) {
    private Part less(EarnedSplit.Part paid) {
      return new Part(pooler, earned, share.minus(paid.share()), owed.minus(paid.settled()));
    }
  }

  /**
   * A farmer's accounts, derived from the journal.
   *
   * @param deposited KALE deposits
   * @param earned sum of the harvest rewards
   * @param forfeited stakes lost for good
   * @param custody KALE that should be in the custodial account
   * @param staked KALE that should be in open pails
   * @param xlmDeposited XLM deposits
   * @param fees XLM spent on fees
   * @param xlm XLM that should be in the custodial account
   * @param paidOut KALE paid to the payout wallet
   * @param poolers each pooler that the farmer was with, in the order in which it came to them
   * @param advanced XLM that the pool has paid for the farmer's fees and not got back
   */
  record Position(
      Kale deposited,
      Kale earned,
      Kale forfeited,
      Kale custody,
      Kale staked,
      Xlm xlmDeposited,
      Xlm fees,
      Xlm xlm,
      Kale paidOut,
      List<Part> poolers,
      Xlm advanced) {
    public Position {
      poolers = List.copyOf(poolers);
    }

    /** Compensation not yet paid, by all of them. */
    public Kale owed() {
      return poolers.stream().map(Part::owed).reduce(Kale.ZERO, Kale::plus);
    }

    /** What this one owes. */
    public Kale owedBy(UUID pooler) {
      return poolers.stream()
          .filter(part -> part.pooler().equals(pooler))
          .map(Part::owed)
          .reduce(Kale.ZERO, Kale::plus);
    }

    /** The poolers' part of what was earned. */
    public Kale share() {
      return poolers.stream().map(Part::share).reduce(Kale.ZERO, Kale::plus);
    }

    /** The same with this much KALE in the account. */
    public Position holding(Kale amount) {
      return with(earned, amount, poolers);
    }

    /** The same after a payout of what was earned. */
    public Position after(EarnedSplit payout) {
      return with(
          earned,
          custody.minus(payout.earned()),
          poolers.stream()
              .map(
                  part ->
                      payout.parts().stream()
                          .filter(paid -> paid.pooler().equals(part.pooler()))
                          .reduce(part, Part::less, (first, _) -> first))
              .toList());
    }

    /** The same, were so much more owed by these. */
    public Position owing(Map<UUID, Kale> more) {
      return with(
          earned,
          custody,
          poolers.stream()
              .map(
                  part ->
                      new Part(
                          part.pooler(),
                          part.earned(),
                          part.share(),
                          part.owed().plus(more.getOrDefault(part.pooler(), Kale.ZERO))))
              .toList());
    }

    /** The same, were these the poolers' shares; others have none. */
    public Position sharing(Map<UUID, Kale> shares) {
      return with(
          earned,
          custody,
          poolers.stream()
              .map(
                  part ->
                      new Part(
                          part.pooler(),
                          part.earned(),
                          shares.getOrDefault(part.pooler(), Kale.ZERO),
                          part.owed()))
              .toList());
    }

    /**
     * The same after the split: what was earned and owed was settled by it, or is a debt of its
     * own.
     *
     * @param left by pooler, what its wallet could not take then of its share
     */
    public Position settled(Map<UUID, Kale> left) {
      return with(
          Kale.ZERO,
          custody,
          left.entrySet().stream()
              .map(each -> new Part(each.getKey(), Kale.ZERO, each.getValue(), Kale.ZERO))
              .toList());
    }

    private Position with(Kale nowEarned, Kale nowInCustody, List<Part> nowWith) {
      return new Position(
          deposited,
          nowEarned,
          forfeited,
          nowInCustody,
          staked,
          xlmDeposited,
          fees,
          xlm,
          paidOut,
          nowWith,
          advanced);
    }
  }
}
