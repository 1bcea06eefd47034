package org.kalepool.work;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.kalepool.kale.Xlm;
import org.kalepool.work.miner.DeviceChoice;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.plan.SubmissionSettings;

/** What an operator may set about hashing and sending works; docs/operations.md has them all. */
@Singleton
final class WorkSettings {
  private final boolean enabled;
  private final boolean stepped;
  private final long steppedHashes;
  private final HashingSettings hashing;
  private final Optional<String> kernel;
  private final DeviceChoice devices;
  private final boolean pastMax;
  private final double stakeLead;
  private final OptionalInt deadlineAge;
  private final int validity;
  private final SubmissionSettings submission;

  WorkSettings(
      @ConfigProperty(name = "kale.work.enabled", defaultValue = "true") boolean enabled,
      @ConfigProperty(name = "kale.stepped", defaultValue = "false") boolean stepped,
      @ConfigProperty(name = "kale.work.stepped-hashes", defaultValue = "20000") long steppedHashes,
      @ConfigProperty(name = "kale.work.threads") OptionalInt threads,
      @ConfigProperty(name = "kale.work.cores-left-free", defaultValue = "0") int coresLeftFree,
      @ConfigProperty(name = "kale.work.priority", defaultValue = "5") int priority,
      @ConfigProperty(name = "kale.work.kernel") Optional<String> kernel,
      @ConfigProperty(name = "kale.work.devices") Optional<String> devices,
      @ConfigProperty(name = "kale.work.past-max", defaultValue = "false") boolean pastMax,
      @ConfigProperty(name = "kale.work.stake-lead", defaultValue = "0") double stakeLead,
      @ConfigProperty(name = "kale.work.insurance-age") OptionalInt insuranceAge,
      @ConfigProperty(name = "kale.work.insure-without-stake", defaultValue = "false")
          boolean insureWithoutStake,
      @ConfigProperty(name = "kale.work.deadline-age") OptionalInt deadlineAge,
      @ConfigProperty(name = "kale.work.validity-after-due", defaultValue = "30") int validity,
      @ConfigProperty(name = "kale.work.max-sends", defaultValue = "4") int maxSends,
      @ConfigProperty(name = "kale.work.xlm-per-kale", defaultValue = "0") double xlmPerKale) {
    this.enabled = enabled;
    this.stepped = stepped;
    this.steppedHashes = steppedHashes;
    this.hashing =
        new HashingSettings(
            threads.orElse(HashingSettings.leavingFree(coresLeftFree).threads()), priority);
    this.kernel = kernel;
    this.devices = DeviceChoice.of(devices);
    this.pastMax = pastMax;
    this.stakeLead = stakeLead;
    this.deadlineAge = deadlineAge;
    this.validity = validity;
    SubmissionSettings usual = SubmissionSettings.defaults();
    this.submission =
        new SubmissionSettings(
            insuranceAge.orElse(usual.insuranceAge()),
            insureWithoutStake,
            usual.outageRate(),
            xlmPerKale,
            usual.workFee(),
            maxSends);
  }

  /** Whether this process hashes at all. */
  boolean enabled() {
    return enabled;
  }

  /** Whether hashing happens on the caller's thread, a fixed amount a ledger. */
  boolean stepped() {
    return stepped;
  }

  long steppedHashes() {
    return steppedHashes;
  }

  HashingSettings hashing() {
    return hashing;
  }

  Optional<String> kernel() {
    return kernel;
  }

  /** The devices that hash beside the CPU. */
  DeviceChoice devices() {
    return devices;
  }

  /** Whether to look for more zeros than the block pays for. */
  boolean pastMax() {
    return pastMax;
  }

  /** By how many zeros a farmer with a stake may be ahead of those without. */
  double stakeLead() {
    return stakeLead;
  }

  /** Seconds into the block at which the final work is sent; empty: the plan's best time. */
  OptionalInt deadlineAge() {
    return deadlineAge;
  }

  /** How long after the block's due time a work may still land, seconds. */
  int validity() {
    return validity;
  }

  /** For the plan, at what a work costs now. */
  SubmissionSettings submission(Xlm workFee) {
    return new SubmissionSettings(
        submission.insuranceAge(),
        submission.insureWithoutStake(),
        submission.outageRate(),
        submission.xlmPerKale(),
        workFee,
        submission.maxSends());
  }

  SubmissionSettings submission() {
    return submission;
  }
}
