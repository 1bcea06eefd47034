package org.kalepool.work.miner;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/** One thread's way through its assignments, a batch at a time. Not for use by several threads. */
final class Search {
  private static final Logger LOG = System.getLogger(Search.class.getName());

  private final Assignments assignments;
  private final Hits hits;
  private final int thread;
  private Kernel kernel;

  private @Nullable Assignment current;
  private long[] constants = new long[25];
  private long version;
  private int done;
  private int zeros;

  Search(Kernel kernel, Assignments assignments, Hits hits, int thread) {
    this.kernel = kernel;
    this.assignments = assignments;
    this.hits = hits;
    this.thread = thread;
  }

  /**
   * Hashes on: at most {@code limit} nonces, less where an assignment ends or a hash is found.
   *
   * @return how many hashes were computed; 0 if there is nothing to do
   * @throws DeviceFailure if the kernel's device is not to be used any more
   */
  int step(int limit) {
    Assignment assignment = assignment(limit);
    if (assignment == null) {
      return 0;
    }
    long nonce = assignment.firstNonce() + done;
    int count = Math.min(limit, assignment.count() - done);
    int hit = kernel.scan(constants, (int) nonce, count, ZeroMask.of(zeros));
    if (hit < 0) {
      done += count;
      return count;
    }
    done += hit + 1;
    report(assignment, nonce + hit);
    return hit + 1;
  }

  /** Asks anew when a step is due. */
  void abandon() {
    current = null;
  }

  /** Asks for nothing any more: what it was at is for others. */
  void leave() {
    current = null;
    assignments.leave(thread);
  }

  private @Nullable Assignment assignment(int limit) {
    // Read before asking: a change while we ask makes us ask again, not miss it.
    long latest = assignments.version();
    Assignment assignment = current;
    if (assignment != null && latest == version && done < assignment.count()) {
      return assignment;
    }
    current = null;
    assignment = assignments.next(thread, limit);
    if (assignment != null) {
      current = assignment;
      version = latest;
      done = 0;
      zeros = assignment.zeros();
      constants = assignment.job().constants((int) (assignment.firstNonce() >>> 32));
    }
    return assignment;
  }

  private void report(Assignment assignment, long nonce) {
    Hash hash = assignment.job().hash(nonce);
    int found = hash.zeros();
    if (found >= zeros) {
      zeros = Math.min(found + 1, 64);
      hits.found(assignment, nonce, hash);
    } else if (found < Math.min(zeros, 16)) {
      if (kernel.onDevice()) {
        throw new DeviceFailure(
            "it claimed %d zeros for %s nonce %s where there are %d"
                .formatted(zeros, assignment.job(), Long.toUnsignedString(nonce), found));
      }
      LOG.log(
          Level.ERROR,
          "Kernel {0} claimed {1} zeros for {2} nonce {3} where there are {4}; hashing on with"
              + " the scalar one",
          kernel.name(),
          zeros,
          assignment.job(),
          Long.toUnsignedString(nonce),
          found);
      kernel = new ScalarKernel();
    }
  }
}
