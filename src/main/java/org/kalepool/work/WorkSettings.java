package org.kalepool.work;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;
import org.kalepool.work.miner.DeviceChoice;
import org.kalepool.work.miner.ReadyDevices;

/** What an operator may set about hashing and sending works. */
@ConfigMapping(prefix = "kale.work")
public interface WorkSettings {
  /** Whether this process hashes at all. */
  @WithDefault("true")
  boolean enabled();

  /** Hashes a ledger in a stepped pool, on the caller's thread. */
  @WithDefault("20000")
  @PositiveOrZero
  long steppedHashes();

  /** Threads that hash; the machine's cores, less {@link #coresLeftFree()}, where it is not set. */
  Optional<@Min(1) Integer> threads();

  /** Cores that are left to others; at least one thread hashes. */
  @WithDefault("0")
  @PositiveOrZero
  int coresLeftFree();

  /** Of the threads. */
  @WithDefault("5")
  @Range(min = Thread.MIN_PRIORITY, max = Thread.MAX_PRIORITY)
  int priority();

  /** The kernel's name; the fastest here where it is not set. */
  Optional<String> kernel();

  /** The devices that hash beside the CPU. */
  @WithDefault("auto")
  @WithConverter(DeviceChoice.Reader.class)
  DeviceChoice devices();

  /**
   * What a device's batch may take, milliseconds; with the nonces that fit a device is launched.
   */
  @WithDefault("" + ReadyDevices.BATCH_MILLIS)
  @Range(min = 5, max = 1000)
  int deviceBatch();

  /** Whether to look for more zeros than the block pays for. */
  @WithDefault("false")
  boolean pastMax();

  /** By how many zeros a farmer with a stake may be ahead of those without. */
  @WithDefault("0")
  @PositiveOrZero
  double stakeLead();

  /** Seconds into the block at which a first work is sent; by the plan where it is not set. */
  Optional<@PositiveOrZero Integer> insuranceAge();

  /** Whether that goes for farmers without a stake, too. */
  @WithDefault("false")
  boolean insureWithoutStake();

  /** Seconds into the block at which the final work is sent; empty: the plan's best time. */
  Optional<@PositiveOrZero Integer> deadlineAge();

  /** How long after the block's due time a work may still land, seconds. */
  @WithDefault("30")
  @PositiveOrZero
  int validityAfterDue();

  /** Works of the pool that a ledger is expected to take, until it was seen how many it does. */
  @WithDefault("100")
  @Range(min = 1, max = 10_000, message = "must be between {min} and {max}")
  int perLedger();

  /** Works of one farmer in one block, the most. */
  @WithDefault("4")
  @Min(1)
  int maxSends();

  /** Price of one KALE by which fees are weighed; 0: they are not. */
  @WithDefault("0")
  @PositiveOrZero
  double xlmPerKale();
}
