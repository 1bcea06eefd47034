package org.kalepool.pages;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerHistory.Harvest;
import org.kalepool.farmer.FarmerHistory.Planting;
import org.kalepool.farmer.FarmerHistory.Work;

/**
 * What was done for a farmer in a block.
 *
 * @param planting null if it is older than what was looked at
 * @param work the best that landed, or a failed one if none did
 * @param harvest null while the pail is open
 */
public record FarmRow(
    long index, @Nullable Planting planting, @Nullable Work work, @Nullable Harvest harvest) {
  private static final String FAILED = "FAILED";

  /** When something happened last. */
  public Instant at() {
    return harvest != null
        ? harvest.at()
        : work != null ? work.at() : planting != null ? planting.at() : Instant.EPOCH;
  }

  /** Stroops, null before the harvest. */
  public @Nullable Long reward() {
    return harvest == null || harvest.status().equals(FAILED) ? null : harvest.rewardAmount();
  }

  /** Leading zeros of the work that landed. */
  public @Nullable Integer zeros() {
    return work == null ? null : work.zeros();
  }

  public @Nullable Long gap() {
    return work == null ? null : work.gap();
  }

  /** Stroops. */
  public @Nullable Long stake() {
    return planting != null && planting.status().equals(FAILED)
        ? null
        : planting != null
            ? (Long) planting.stakeAmount()
            : harvest == null ? null : (Long) harvest.stakeAmount();
  }

  public @Nullable String plantHash() {
    return planting == null ? null : planting.plantTxHash();
  }

  public @Nullable String workHash() {
    return work == null ? null : work.workTxHash();
  }

  public @Nullable String harvestHash() {
    return harvest == null ? null : harvest.harvestTxHash();
  }

  /** Whether money was lost. */
  public boolean lost() {
    return harvest != null && harvest.status().equals("LOST");
  }

  /** How it went, why something failed, and who pays for it. */
  public String result() {
    if (harvest != null && harvest.status().equals("HARVESTED")) {
      return "harvested";
    }
    if (harvest != null && harvest.status().equals("LOST")) {
      return "stake lost, "
          + why(harvest.error(), harvest.message())
          + " "
          + payer(harvest.debtor());
    }
    if (harvest != null) {
      return "the harvest failed and is tried again, " + why(harvest.error(), harvest.message());
    }
    if (planting != null && planting.status().equals("SKIPPED")) {
      return "not planted, since it was not expected to pay"
          + (planting.message() == null ? "." : " (" + planting.message() + ").");
    }
    if (planting != null && planting.status().equals(FAILED)) {
      return "not planted, so nothing was at stake, "
          + why(planting.error(), planting.message())
          + ("FARMER".equals(planting.debtor()) ? " It is for you to mend." : "");
    }
    if (work != null && work.status().equals(FAILED)) {
      return "no work has landed, " + why(work.error(), work.message());
    }
    return work != null ? "worked, waits for its harvest" : "planted, being worked for";
  }

  private static String why(@Nullable String cause, @Nullable String message) {
    String words =
        cause == null ? "cause unknown" : cause.toLowerCase(Locale.ROOT).replace('_', ' ');
    return words + (message == null || message.isBlank() ? "." : " (" + message + ").");
  }

  private static String payer(@Nullable String debtor) {
    return switch (debtor == null ? "" : debtor) {
      case "POOLER" -> "The pooler owes it to you.";
      case "FARMER" -> "It is your loss.";
      default -> "The network failed, so nobody pays it back.";
    };
  }
}
