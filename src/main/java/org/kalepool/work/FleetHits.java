package org.kalepool.work;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.kalepool.kale.Hash;
import org.kalepool.schedule.Tasks;
import org.kalepool.work.fleet.FleetMessage.Fate;
import org.kalepool.work.fleet.FleetMessage.Hit;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Job;

/**
 * What hashers found: verified, put on the board like a find of this process, and acknowledged when
 * it is in the database. However many come at once, one statement stores them.
 */
@Singleton
final class FleetHits {
  private static final Logger LOG = Logger.getLogger(FleetHits.class);
  private static final int MOST_WAITING = 10_000;

  private final MiningBoard board;
  private final FindKeeper keeper;
  private final Tasks tasks;
  private List<Waiting> waiting = new ArrayList<>();

  FleetHits(MiningBoard board, FindKeeper keeper, Tasks tasks) {
    this.board = board;
    this.keeper = keeper;
    this.tasks = tasks;
  }

  /** A hit that is on the board and not known to be stored. */
  private record Waiting(Hit hit, CompletableFuture<Fate> fate) {}

  /** Takes a hit in; never waits, and completes when it is stored or why it is not. */
  CompletableFuture<Fate> take(Hit hit) {
    long block = board.block();
    if (block > hit.block()) {
      return CompletableFuture.completedFuture(Fate.OVER);
    }
    Job job = board.job(hit.block(), hit.farmer());
    if (job == null) {
      // just after a start the board is empty, or this farmer has not been taken in again
      return CompletableFuture.completedFuture(Fate.LATER);
    }
    Hash hash = job.hash(hit.nonce());
    if (hash.zeros() < hit.zeros()) {
      LOG.errorf(
          "hasher %s claims %d zeros for %s nonce %s where there are %d: it is not counted",
          hit.who().name(), hit.zeros(), job, Long.toUnsignedString(hit.nonce()), hash.zeros());
      return CompletableFuture.completedFuture(Fate.WRONG);
    }
    Waiting entry = new Waiting(hit, new CompletableFuture<>());
    synchronized (this) {
      if (waiting.size() >= MOST_WAITING) {
        return CompletableFuture.completedFuture(Fate.LATER);
      }
      // on the board before it is in the list: what the keeper stores next has it
      board.found(new Assignment(job, hit.nonce(), 1, hash.zeros()), hit.nonce(), hash);
      waiting.add(entry);
    }
    tasks.submit("fleet hits", this::keep);
    return entry.fate();
  }

  private void keep() {
    List<Waiting> taken;
    synchronized (this) {
      taken = waiting;
      waiting = new ArrayList<>();
    }
    boolean kept = false;
    try {
      keeper.keep();
      kept = true;
    } finally {
      long block = board.block();
      for (Waiting each : taken) {
        // a board that has gone on may have gone on before it was stored
        boolean stored = kept && block == each.hit().block();
        Fate otherwise = block > each.hit().block() ? Fate.OVER : Fate.LATER;
        each.fate().complete(stored ? Fate.STORED : otherwise);
      }
    }
  }
}
