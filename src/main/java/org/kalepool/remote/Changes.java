package org.kalepool.remote;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.kalepool.block.LedgerClosed;
import org.kalepool.harvest.PailHarvested;
import org.kalepool.plant.FarmerPlanted;
import org.kalepool.plant.PlantingFinished;
import org.kalepool.stellar.TransactionSettled;

/**
 * Lets requests wait until what they asked for has come about. Who waits is on a virtual thread,
 * looks when anything has changed that may matter, and no more often than four times a second.
 */
@Singleton
final class Changes {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(250);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long count;
  private boolean closed;

  /**
   * Looks again and again.
   *
   * @param most wall-clock time; zero for one look
   * @return what was seen last
   */
  <T> T await(Supplier<T> look, Predicate<T> settled, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    long seen = count();
    T found = look.get();
    while (!settled.test(found) && waited(seen, end)) {
      seen = count();
      found = look.get();
    }
    return found;
  }

  private long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return whether there is a point in looking again
   */
  private boolean waited(long seen, long end) {
    lock.lock();
    try {
      long pause = Math.min(System.nanoTime() + LEAST_PAUSE.toNanos(), end);
      while (!closed && (pause > System.nanoTime() || count == seen)) {
        long left = (pause > System.nanoTime() ? pause : end) - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        changed.awaitNanos(left);
      }
      return !closed && System.nanoTime() < end;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  void planted(@Observes(during = TransactionPhase.AFTER_SUCCESS) FarmerPlanted event) {
    tell();
  }

  void finished(@Observes(during = TransactionPhase.AFTER_SUCCESS) PlantingFinished event) {
    tell();
  }

  void harvested(@Observes(during = TransactionPhase.AFTER_SUCCESS) PailHarvested event) {
    tell();
  }

  void settled(@Observes(during = TransactionPhase.AFTER_SUCCESS) TransactionSettled event) {
    switch (event.request().action()) {
      case PLANT, HARVEST -> tell();
      default -> {
        // nobody waits for it
      }
    }
  }

  /** What another process has done is seen with the next ledger. */
  void ledger(@Observes LedgerClosed event) {
    tell();
  }

  /** Nobody is kept waiting by a pool that ends. */
  void stop(@Observes ShutdownEvent event) {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    lock.lock();
    try {
      count++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
