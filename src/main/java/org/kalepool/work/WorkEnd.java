package org.kalepool.work;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.KnownBlocks;
import org.kalepool.books.Debtor;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.work.WorkRepository.Failure;
import org.kalepool.work.WorkRepository.Unworked;

/**
 * Ends the work in blocks that have closed: whoever was planted and not worked gets a row that says
 * why, and when nothing can land any more, the block's work is finished.
 */
@Singleton
final class WorkEnd {
  private static final Logger LOG = Logger.getLogger(WorkEnd.class);

  /** Three and a half days: a block that was over for longer is no longer looked for. */
  private static final long BLOCKS_BACK = 1_000;

  private final KnownBlocks blocks;
  private final WorkRepository works;
  private final Chain chain;
  private final Poolers poolers;
  private final Leader leader;
  private final Event<WorkFinished> finished;
  private final Event<FarmerWorked> worked;

  WorkEnd(
      KnownBlocks blocks,
      WorkRepository works,
      Chain chain,
      Poolers poolers,
      Leader leader,
      Event<WorkFinished> finished,
      Event<FarmerWorked> worked) {
    this.blocks = blocks;
    this.works = works;
    this.chain = chain;
    this.poolers = poolers;
    this.leader = leader;
    this.finished = finished;
    this.worked = worked;
  }

  /**
   * Ends what has closed before this block. Throws nothing that the next sweep does not repair.
   *
   * @return whether nothing is left to be ended
   */
  boolean endBefore(long index) {
    List<Long> unfinished = blocks.unworked(index);
    works.unseen(index - BLOCKS_BACK, index).forEach(this::endUnworked);
    boolean all = true;
    for (long block : unfinished) {
      endUnworked(block);
      adoptBetter(block, works.plantedByOthers(block, poolers.own().id()));
      if (works.finished(block) && blocks.worked(block)) {
        LOG.infof("work in block %d is finished", block);
        finished.fire(new WorkFinished(block));
      } else {
        all = false;
      }
    }
    return all;
  }

  private void endUnworked(long block) {
    List<Unworked> unworked = works.unworked(block);
    if (!unworked.isEmpty()) {
      Map<Address, StoredPail> pails =
          chain.pails(unworked.stream().map(Unworked::custodial).toList(), block);
      for (Unworked farmer : unworked) {
        QuarkusTransaction.requiringNew()
            .run(
                () -> {
                  leader.hold();
                  end(farmer, block, pails.get(farmer.custodial()));
                });
      }
    }
  }

  /**
   * A farmer whose work was refused as no better than one that this pool did not send: what the
   * pail says counts. Anyone may work a pail.
   *
   * @return whether the pail has been worked
   */
  boolean adopt(PlantedFarmer farmer, long block) {
    StoredPail pail = chain.pails(List.of(farmer.custodial()), block).get(farmer.custodial());
    return pail != null && adopt(farmer.farmer(), farmer.pooler(), block, pail);
  }

  /**
   * Records the works of other poolers' farmers that are better than what is known: their poolers
   * send them from accounts of their own, so that the pails alone tell of them.
   *
   * @param remote those farmers
   * @return whether there was any
   */
  boolean adoptBetter(long block, List<PlantedFarmer> remote) {
    if (remote.isEmpty()) {
      return false;
    }
    Map<Address, StoredPail> pails =
        chain.pails(remote.stream().map(PlantedFarmer::custodial).toList(), block);
    List<PlantedFarmer> better =
        remote.stream().filter(farmer -> isBetter(farmer, pails.get(farmer.custodial()))).toList();
    for (PlantedFarmer farmer : better) {
      StoredPail pail = Objects.requireNonNull(pails.get(farmer.custodial()));
      QuarkusTransaction.requiringNew()
          .run(
              () -> {
                leader.hold();
                adopt(farmer.farmer(), farmer.pooler(), block, pail);
              });
    }
    return !better.isEmpty();
  }

  /** One that this pool has sent is recorded with the end of its transaction. */
  private static boolean isBetter(PlantedFarmer farmer, @Nullable StoredPail pail) {
    Long zeros = pail == null ? null : pail.pail().zeros();
    return zeros != null && zeros > Math.max(farmer.landedZeros(), farmer.flyingZeros());
  }

  private boolean adopt(UUID farmer, UUID pooler, long block, StoredPail pail) {
    Long zeros = pail.pail().zeros();
    if (!pail.pail().worked() || zeros == null) {
      return false;
    }
    if (works.adopt(farmer, pooler, block, pail, zeros.intValue())) {
      worked.fire(new FarmerWorked(farmer, block));
    }
    return true;
  }

  private void end(Unworked farmer, long block, @Nullable StoredPail pail) {
    if (pail != null && adopt(farmer.farmer(), farmer.pooler(), block, pail)) {
      return;
    }
    Cause cause = farmer.lastCause() == null ? Cause.BLOCK_CLOSED : farmer.lastCause();
    works.giveUp(farmer, block, new Failure(cause, why(farmer), Debtor.ofWork(cause)));
    LOG.warnf("farmer %s was not worked in block %d: %s", farmer.farmer(), block, why(farmer));
  }

  private static String why(Unworked farmer) {
    if (farmer.lastCause() != null) {
      return "the last work sent came to nothing and the block closed";
    }
    return farmer.bestZeros() == null
        ? "no hash had been found when the block closed"
        : "the block closed before a work was sent";
  }
}
