package org.kalepool.plant;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.KnownBlocks.Plants;
import org.kalepool.block.KnownBlocks.Unplanted;
import org.kalepool.block.Turn;
import org.kalepool.books.Books;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** The table {@code plantings}. Writes join the caller's transaction. */
@Singleton
class PlantingRepository implements PanacheRepositoryBase<PlantingEntity, Long> {
  private final Clock clock;

  PlantingRepository(Clock clock) {
    this.clock = clock;
  }

  /** Active farmers to be planted in this block, in the order of their turns. */
  List<PlantCandidate> candidates(long block) {
    return getEntityManager()
        .createNamedQuery("Planting.active", PlantCandidate.class)
        .setParameter("block", block)
        .setParameter("now", clock.instant())
        .getResultList()
        .stream()
        .sorted(Comparator.comparingLong(farmer -> Turn.of(block, farmer.order())))
        .toList();
  }

  /** How many of a pooler's farmers have a plant for this block under way. */
  long underWay(long block, UUID pooler) {
    return getEntityManager()
        .createNamedQuery("Planting.underWay", Long.class)
        .setParameter("block", block)
        .setParameter("pooler", pooler)
        .getSingleResult();
  }

  /**
   * Farmers who ought to have been planted: those active without a break since before the block was
   * seen, and those for whom it was tried.
   */
  List<PlantCandidate> leftOver(Unplanted block) {
    return getEntityManager()
        .createNamedQuery("Planting.leftOver", PlantCandidate.class)
        .setParameter("block", block.index())
        .setParameter("seenAt", block.seenAt())
        .setParameter("now", clock.instant())
        .getResultList();
  }

  /**
   * Records a pail with the settings that were in force when its transaction was asked for.
   *
   * @return false if it was recorded before
   */
  boolean planted(
      UUID farmer,
      long block,
      Kale stake,
      long ledger,
      @Nullable Long transaction,
      @Nullable Hash hash) {
    return planted(List.of(new Books.Planted(farmer, block, stake)), ledger, transaction, hash)
        == 1;
  }

  /**
   * The same of several pails of one transaction.
   *
   * @return how many were not recorded before
   */
  int planted(
      List<Books.Planted> pails, long ledger, @Nullable Long transaction, @Nullable Hash hash) {
    return getEntityManager()
        .createNamedQuery("Planting.planted")
        .setParameter("farmers", pails.stream().map(Books.Planted::farmer).toArray(UUID[]::new))
        .setParameter("blocks", pails.stream().map(Books.Planted::block).toArray(Long[]::new))
        .setParameter("stakes", pails.stream().map(it -> it.stake().stroops()).toArray(Long[]::new))
        .setParameter("transaction", transaction)
        .setParameter("hash", hash)
        .setParameter("ledger", ledger)
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  /** Records why a farmer is not planted, unless it is or that is recorded. */
  void failed(long block, Failure failure) {
    getEntityManager()
        .createNamedQuery("Planting.failed")
        .setParameter("block", block)
        .setParameter("cause", failure.cause().name())
        .setParameter("detail", failure.detail())
        .setParameter("debtor", failure.debtor())
        .setParameter("now", clock.instant())
        .setParameter("transaction", failure.transaction())
        .setParameter("farmer", failure.farmer())
        .executeUpdate();
  }

  /**
   * Whether a block's planting is finished: no active farmer without a row, unless the block is
   * over, and no plant under way.
   *
   * @return the plants there were; empty if it is not finished
   */
  Optional<Plants> finished(Unplanted block) {
    return Optional.ofNullable(
        getEntityManager()
            .createNamedQuery("Planting.finished", Plants.class)
            .setParameter("block", block.index())
            .setParameter("openedTime", block.openedTime())
            .setParameter("closed", block.closed())
            .getSingleResultOrNull());
  }
}
