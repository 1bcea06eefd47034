package org.kalepool.work.miner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/**
 * Holds a kernel against Bouncy Castle before it may hash for anybody: random messages, every bit
 * of the mask, aligned and crooked ranges, the ends of the low half, hits at and just past a
 * range's ends.
 */
final class KernelSelfTest {
  private static final int HASHES = 100;
  private static final int FAR = 1 << 15;

  /** Hits of one mask that are followed; a vector kernel that is not compiled yet is very slow. */
  private static final int FOLLOWED = 6;

  /** On a device a call takes as long as many hashes. */
  private static final int FOLLOWED_ON_DEVICE = 2;

  /** Messages with which all ends of ranges are tried. */
  private static final int WITH_ENDS = 2;

  private static final int[] STARTS = {0, 1, -HASHES, 0x7fffffc0, -HASHES - 3};

  private final List<Sample> samples;

  /** Draws the messages to test with; the same ones serve for every kernel. */
  KernelSelfTest(RandomGenerator random) {
    List<Sample> drawn = new ArrayList<>();
    for (int start : STARTS) {
      drawn.add(Sample.draw(random, start));
    }
    drawn.add(Sample.draw(random, random.nextInt() & ~0xff));
    samples = List.copyOf(drawn);
  }

  /** What is wrong with the kernel; empty if nothing. A kernel that throws is wrong as well. */
  Optional<String> failure(Kernel kernel) {
    try {
      return first(samples, sample -> sample.failure(kernel))
          .or(() -> first(samples.subList(0, WITH_ENDS), sample -> sample.endsFailure(kernel)))
          .or(() -> kernel.onDevice() ? farFailure(kernel) : Optional.empty());
    } catch (RuntimeException | LinkageError e) {
      return Optional.of("threw " + e);
    }
  }

  private static Optional<String> first(
      List<Sample> samples, Function<Sample, Optional<String>> failure) {
    return samples.stream().map(failure).flatMap(Optional::stream).findFirst();
  }

  /**
   * Ranges so long that all of a device is at work, and several of its lanes find something: the
   * first of all finds has to be told, as the scalar kernel tells it, and Bouncy Castle has to
   * agree.
   */
  private Optional<String> farFailure(Kernel kernel) {
    Kernel scalar = new ScalarKernel();
    for (Sample sample : samples) {
      for (int zeros = 2; zeros <= 5; zeros++) {
        long mask = ZeroMask.of(zeros);
        int start = sample.start & 0x3fffffff;
        int expected = scalar.scan(sample.constants.clone(), start, FAR, mask);
        int found = kernel.scan(sample.constants.clone(), start, FAR, mask);
        if (found != expected) {
          return Optional.of(
              "%d zeros in %d from %08x: %d instead of %d"
                  .formatted(zeros, FAR, start, found, expected));
        }
        if (found >= 0 && sample.hash(start + found).zeros() < zeros) {
          return Optional.of("%08x has fewer than %d zeros".formatted(start + found, zeros));
        }
      }
    }
    return Optional.empty();
  }

  /** One message with the true first lanes of all its hashes. */
  private record Sample(Job job, int high, long[] constants, int start, long[] lanes) {
    static Sample draw(RandomGenerator random, int start) {
      byte[] entropy = new byte[32];
      byte[] farmer = new byte[32];
      random.nextBytes(entropy);
      random.nextBytes(farmer);
      long index = random.nextInt() & 0xffffffffL;
      Job job = new Job(index, Hash.of(entropy), Address.account(farmer));
      int high = random.nextInt();
      long[] lanes = new long[HASHES];
      for (int i = 0; i < HASHES; i++) {
        long nonce = ((long) high << 32) | ((start + i) & 0xffffffffL);
        lanes[i] = firstLane(job.hash(nonce));
      }
      return new Sample(job, high, job.constants(high), start, lanes);
    }

    Hash hash(int low) {
      return job.hash(((long) high << 32) | (low & 0xffffffffL));
    }

    Optional<String> failure(Kernel kernel) {
      for (int bit = 0; bit < 64; bit++) {
        Optional<String> failure = failure(kernel, 0, HASHES, 1L << bit);
        if (failure.isPresent()) {
          return failure;
        }
      }
      for (int zeros = 0; zeros <= 16; zeros++) {
        Optional<String> failure = failure(kernel, zeros % 9, HASHES - zeros, ZeroMask.of(zeros));
        if (failure.isPresent()) {
          return failure;
        }
      }
      return Optional.empty();
    }

    /** Ranges that begin and end anywhere within a vector, and the empty one. */
    Optional<String> endsFailure(Kernel kernel) {
      int step = kernel.onDevice() ? 8 : 1;
      for (int from = 0; from < 17; from += step) {
        for (int to = from; to < 42; to += step) {
          Optional<String> failure = failure(kernel, from, to, 3L << from);
          if (failure.isPresent()) {
            return failure;
          }
        }
      }
      return Optional.empty();
    }

    /** Follows all hits of a range, as the miner does. */
    private Optional<String> failure(Kernel kernel, int from, int to, long mask) {
      int most = kernel.onDevice() ? FOLLOWED_ON_DEVICE : FOLLOWED;
      for (int at = from, calls = 0; at <= to && calls <= most; at++, calls++) {
        int expected = firstHit(at, to, mask);
        int found = kernel.scan(constants.clone(), start + at, to - at, mask);
        if (found != expected) {
          String range = "[%d, %d) from %08x".formatted(at, to, start);
          return Optional.of(
              "mask %016x in %s: %d instead of %d".formatted(mask, range, found, expected));
        }
        if (found < 0) {
          break;
        }
        at += found;
      }
      return Optional.empty();
    }

    private int firstHit(int from, int to, long mask) {
      for (int at = from; at < to; at++) {
        if ((lanes[at] & mask) == 0) {
          return at - from;
        }
      }
      return -1;
    }

    private static long firstLane(Hash hash) {
      byte[] first = Arrays.copyOf(hash.bytes(), 8);
      long lane = 0;
      for (int i = 7; i >= 0; i--) {
        lane = lane << 8 | (first[i] & 0xff);
      }
      return lane;
    }
  }
}
