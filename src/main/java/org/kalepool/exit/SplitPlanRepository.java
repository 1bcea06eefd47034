package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * The table {@code split_plans}: requested payouts, and which of them may have landed unseen. Every
 * method joins the caller's transaction.
 */
@Singleton
class SplitPlanRepository implements PanacheRepositoryBase<SplitPlanEntity, Long> {
  private final Clock clock;

  SplitPlanRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * A requested split.
   *
   * @param carrier the pooler whose wallet XLM goes to or through, if any does
   */
  record Plan(Split split, ExitDecision.Lumens lumens, boolean claimable, UUID carrier) {
    /** The same with another amount for the farmer. */
    Plan paying(Kale toFarmer) {
      return new Plan(
          new Split(split.earned(), split.parts(), toFarmer), lumens, claimable, carrier);
    }
  }

  /** A requested split as its row has it. */
  @RegisterForReflection
  record Stored(
      UUID carrier,
      Kale earned,
      Kale toFarmer,
      Xlm xlmBefore,
      Xlm claimReserve,
      Xlm advance,
      Xlm debtReserve,
      boolean throughPooler,
      boolean claimable) {
    private Plan plan(List<Split.Part> parts) {
      return new Plan(
          new Split(earned, parts, toFarmer),
          new ExitDecision.Lumens(xlmBefore, claimReserve, advance, debtReserve, throughPooler),
          claimable,
          carrier);
    }
  }

  /** The last envelope of a requested split. */
  @RegisterForReflection
  record Envelope(long transaction, Hash hash, long builtLedger) {}

  /**
   * A requested split that was refused because its sequence number was used or its account gone.
   *
   * @param hash of its last envelope
   * @param builtLedger it can only have landed after this one
   */
  record Unseen(long transaction, Hash hash, long builtLedger, Plan plan) {}

  /** Keeps what a requested split was computed from. */
  void plan(long transaction, UUID farmer, Plan plan) {
    persistAndFlush(new SplitPlanEntity(transaction, farmer, plan, clock.instant()));
    plan.split()
        .parts()
        .forEach(part -> getEntityManager().persist(new SplitPlanPartEntity(transaction, part)));
    flush();
  }

  private List<Split.Part> parts(long transaction) {
    return getEntityManager()
        .createQuery(
            "select poolerId, earned, poolerShare, owed, toPooler, fromPooler, debt, withheld"
                + " from SplitPlanPartEntity where transactionId = :transaction order by poolerId",
            Split.Part.class)
        .setParameter("transaction", transaction)
        .getResultList();
  }

  /**
   * The split that a transaction carries out.
   *
   * @throws IllegalStateException if none was stored with it
   */
  Plan plan(long transaction) {
    return Optional.ofNullable(
            getEntityManager()
                .createQuery(
                    "select poolerId, earned, toFarmer, xlmBefore, claimReserve, advance,"
                        + " debtReserve, throughPooler, claimable"
                        + " from SplitPlanEntity where transactionId = :transaction",
                    Stored.class)
                .setParameter("transaction", transaction)
                .getSingleResultOrNull())
        .map(stored -> stored.plan(parts(transaction)))
        .orElseThrow(() -> new IllegalStateException("no split was stored with " + transaction));
  }

  /** The farmer's requested splits that may have landed without anybody seeing it, newest first. */
  List<Unseen> unseen(UUID farmer) {
    return getEntityManager()
        .createNamedQuery("SplitPlan.unseen", Object[].class)
        .setParameter("farmer", farmer)
        .getResultList()
        .stream()
        .map(row -> unseen((Envelope) row[0], (Stored) row[1]))
        .toList();
  }

  /** Of whom something that was passed on may have landed without anybody seeing it. */
  List<UUID> lateUnseen() {
    return getEntityManager()
        .createNamedQuery("SplitPlan.lateUnseenFarmers", UUID.class)
        .getResultList();
  }

  /**
   * Farmers that have left since a restore, of whom the books keep XLM and nothing tells that it is
   * on its way.
   */
  List<UUID> keptLumens() {
    return getEntityManager().createNamedQuery("SplitPlan.keptLumens", UUID.class).getResultList();
  }

  /** Those payouts of a farmer, newest first, as long as no later one is known to have landed. */
  List<Unseen> lateUnseen(UUID farmer) {
    return getEntityManager()
        .createNamedQuery("SplitPlan.lateUnseen", Object[].class)
        .setParameter("farmer", farmer)
        .getResultList()
        .stream()
        .map(row -> unseen((Envelope) row[0], (Stored) row[1]))
        .toList();
  }

  private Unseen unseen(Envelope envelope, Stored stored) {
    return new Unseen(
        envelope.transaction(),
        envelope.hash(),
        envelope.builtLedger(),
        stored.plan(parts(envelope.transaction())));
  }

  /** A refused split's farmer, if this was one of its envelopes. */
  Optional<UUID> splitOf(long transaction, Hash hash) {
    return Optional.ofNullable(
        getEntityManager()
            .createNamedQuery("SplitPlan.splitOf", UUID.class)
            .setParameter("transaction", transaction)
            .setParameter("hash", hash)
            .getSingleResultOrNull());
  }

  /** The pails that the books hold open, the oldest first. */
  List<InferredPayout.OpenStake> openPails(UUID farmer) {
    return getEntityManager()
        .createNamedQuery("SplitPlan.openPails", InferredPayout.OpenStake.class)
        .setParameter("farmer", farmer)
        .getResultList();
  }
}
