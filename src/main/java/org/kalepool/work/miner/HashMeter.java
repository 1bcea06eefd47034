package org.kalepool.work.miner;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts one thread's hashes, in slots of five seconds for the last hour. Written by its thread
 * after each batch, read by anybody at any time; a reader may miss the batch that is being counted.
 */
public final class HashMeter {
  private static final long SLOT_NANOS = Duration.ofSeconds(5).toNanos();

  /** An hour, and the slot that is being filled. */
  private static final int SLOTS = 721;

  /** Three longs a slot: its number + 1 (0: never used), hashes, nanoseconds spent on them. */
  private final AtomicLongArray slots = new AtomicLongArray(3 * SLOTS);

  // Keeps the counter's cache line apart from other threads' meters.
  private final AtomicLongArray total = new AtomicLongArray(24);

  /** Counts a batch that ended now. */
  public void add(long now, long hashes, long nanos) {
    total.setRelease(12, total.getPlain(12) + hashes);
    long slot = now / SLOT_NANOS;
    int at = 3 * (int) (slot % SLOTS);
    if (slots.getPlain(at) != slot + 1) {
      slots.setRelease(at, 0);
      slots.setRelease(at + 1, 0);
      slots.setRelease(at + 2, 0);
      slots.setRelease(at, slot + 1);
    }
    slots.setRelease(at + 1, slots.getPlain(at + 1) + hashes);
    slots.setRelease(at + 2, slots.getPlain(at + 2) + nanos);
  }

  /** Since the start. */
  public long total() {
    return total.getAcquire(12);
  }

  /** In whole slots that ended within the window, up to an hour, before now. */
  public long hashes(long now, Duration window) {
    return sum(now, window, 1);
  }

  /** Time spent hashing in the same slots, ns. */
  public long busyNanos(long now, Duration window) {
    return sum(now, window, 2);
  }

  private long sum(long now, Duration window, int field) {
    long current = now / SLOT_NANOS;
    long first = current - slots(window);
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      long slot = slots.getAcquire(3 * i) - 1;
      if (slot >= first && slot < current) {
        sum += slots.getAcquire(3 * i + field);
      }
    }
    return sum;
  }

  /** How many slots a window spans. */
  static long slots(Duration window) {
    return Math.clamp(window.toNanos() / SLOT_NANOS, 1, SLOTS - 1);
  }

  /** The time that {@link #hashes} looks at, ns. */
  public static long span(Duration window) {
    return slots(window) * SLOT_NANOS;
  }
}
