package org.kalepool.work;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Turn;
import org.kalepool.books.Debtor;
import org.kalepool.books.PlantFound;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.work.WorkRequestRepository.Asked;

/** The table {@code works}. */
@Singleton
class WorkRepository implements PanacheRepositoryBase<WorkEntity, Long> {
  private final Clock clock;

  WorkRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * A planted farmer about whom {@code works} says nothing final yet.
   *
   * @param bestZeros of the finds that are kept, null if there are none
   * @param lastCause why the newest of its works came to nothing, null if there is none
   */
  @RegisterForReflection
  record Unworked(
      UUID farmer,
      UUID pooler,
      Address custodial,
      @Nullable Integer bestZeros,
      @Nullable Cause lastCause) {}

  /** Why a work did not land. */
  record Failure(Cause cause, @Nullable String detail, Debtor debtor) {}

  /** All farmers planted in a block, in the order of their turns. */
  List<PlantedFarmer> planted(long index) {
    return getEntityManager()
        .createNamedQuery("Work.planted", PlantedFarmer.class)
        .setParameter("block", index)
        .getResultList()
        .stream()
        .sorted(Comparator.comparingLong(farmer -> Turn.of(index, farmer.order())))
        .toList();
  }

  /** Those of them whom other poolers than this one have planted. */
  List<PlantedFarmer> plantedByOthers(long index, UUID pooler) {
    return getEntityManager()
        .createNamedQuery("Work.plantedByOthers", PlantedFarmer.class)
        .setParameter("block", index)
        .setParameter("pooler", pooler)
        .getResultList();
  }

  /** Those of a block that nothing is under way for. */
  List<Unworked> unworked(long block) {
    return getEntityManager()
        .createNamedQuery("Work.unworked", Unworked.class)
        .setParameter("block", block)
        .getResultList();
  }

  /**
   * Blocks between these two that opened by this pool's plants and expired before the node answered
   * again.
   */
  List<Long> unseen(long after, long before) {
    return getEntityManager()
        .createNamedQuery("Work.unseen", Long.class)
        .setParameter("after", after)
        .setParameter("before", before)
        .getResultList();
  }

  /**
   * How a work that was sent has ended.
   *
   * @param ledger null if it is in none
   * @param hash null if nothing was sent
   * @param failure null if it landed
   */
  record Ended(
      Asked asked,
      Call.Work work,
      @Nullable Long ledger,
      @Nullable Hash hash,
      @Nullable Failure failure) {
    private @Nullable Long gap() {
      return failure != null || ledger == null ? null : ledger - asked.plantedLedger();
    }

    private BigDecimal nonce() {
      return new BigDecimal(new BigInteger(Long.toUnsignedString(work.nonce())));
    }
  }

  /** Records how works of one transaction have ended, in the caller's transaction. */
  void ended(long transaction, List<Ended> works) {
    getEntityManager()
        .createNamedQuery("Work.ended")
        .setParameter("blocks", works.stream().map(it -> it.asked().block()).toArray(Long[]::new))
        .setParameter("farmers", works.stream().map(it -> it.asked().farmer()).toArray(UUID[]::new))
        .setParameter("poolers", works.stream().map(it -> it.asked().pooler()).toArray(UUID[]::new))
        .setParameter("kinds", texts(works, it -> it.asked().kind().name()))
        .setParameter("nonces", works.stream().map(Ended::nonce).toArray(BigDecimal[]::new))
        .setParameter("hashes", texts(works, it -> it.work().hash().hex()))
        .setParameter(
            "zeros", works.stream().map(it -> it.work().hash().zeros()).toArray(Integer[]::new))
        .setParameter("gaps", works.stream().map(Ended::gap).toArray(Long[]::new))
        .setParameter("causes", texts(works, it -> of(it.failure(), why -> why.cause().name())))
        .setParameter("details", texts(works, it -> of(it.failure(), Failure::detail)))
        .setParameter("debtors", texts(works, it -> of(it.failure(), why -> why.debtor().name())))
        .setParameter("sent", texts(works, it -> of(it.hash(), Hash::hex)))
        .setParameter("ledgers", works.stream().map(Ended::ledger).toArray(Long[]::new))
        .setParameter("transaction", transaction)
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  private static String[] texts(List<Ended> works, Function<Ended, @Nullable String> what) {
    return works.stream().map(what).toArray(String[]::new);
  }

  private static <T> @Nullable String of(@Nullable T value, Function<T, @Nullable String> what) {
    return value == null ? null : what.apply(value);
  }

  /**
   * Records the work that the chain has of a pail and this pool did not send.
   *
   * @param zeros of that work
   * @return false if it was recorded before
   */
  @Transactional
  boolean adopt(UUID farmer, UUID pooler, long block, StoredPail pail, int zeros) {
    int rows =
        getEntityManager()
            .createNamedQuery("Work.adopt")
            .setParameter("block", block)
            .setParameter("farmer", farmer)
            .setParameter("pooler", pooler)
            .setParameter("zeros", zeros)
            .setParameter("gap", pail.pail().gap())
            .setParameter("ledger", pail.ledger())
            .setParameter("now", clock.instant())
            .executeUpdate();
    return rows > 0;
  }

  /** Records why none has landed and none will, unless that is recorded. */
  @Transactional
  void giveUp(Unworked farmer, long block, Failure why) {
    getEntityManager()
        .createNamedQuery("Work.giveUp")
        .setParameter("block", block)
        .setParameter("farmer", farmer.farmer())
        .setParameter("pooler", farmer.pooler())
        .setParameter("zeros", farmer.bestZeros())
        .setParameter("cause", why.cause().name())
        .setParameter("detail", why.detail())
        .setParameter("debtor", why.debtor().name())
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  /**
   * Records what was found of a plant that the books did not know, unless one that landed is
   * recorded.
   *
   * @param pail null if it is not worked, or nobody can say how well
   * @param failure null if it is worked
   */
  @Transactional
  void found(PlantFound plant, @Nullable Pail pail, @Nullable Failure failure) {
    Long zeros = pail == null ? null : pail.zeros();
    getEntityManager()
        .createNamedQuery("Work.found")
        .setParameter("block", plant.block())
        .setParameter("farmer", plant.farmer())
        .setParameter("status", failure == null ? "WORKED" : "FAILED")
        .setParameter("zeros", zeros == null ? null : zeros.intValue())
        .setParameter("gap", pail == null ? null : pail.gap())
        .setParameter("cause", failure == null ? null : failure.cause().name())
        .setParameter("detail", "found on the chain")
        .setParameter("debtor", failure == null ? null : failure.debtor().name())
        .setParameter("ledger", plant.ledger())
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  /**
   * Whether a closed block's work is finished: nothing under way, and a final row for whoever was
   * planted.
   */
  boolean finished(long block) {
    return getEntityManager()
        .createNamedQuery("Work.finished", Boolean.class)
        .setParameter("block", block)
        .getSingleResult();
  }
}
