package org.kalepool.kale;

import org.jspecify.annotations.Nullable;

/**
 * Why a plant, work or harvest was refused. KALE's errors and those of the asset contract reach the
 * caller under the same type and with overlapping numbers; which is meant follows from the call,
 * and where that is not enough, from the stored pail and block.
 */
public enum FailureCause {
  FARM_PAUSED,
  AMOUNT_NEGATIVE,
  /** The pail in the chain says with which stake. */
  ALREADY_PLANTED,
  BALANCE_TOO_LOW,
  NO_TRUSTLINE,
  /** An amount that does not fit 64 bits. */
  AMOUNT_TOO_LARGE,
  /** Reward and stake would pass the trustline's limit. */
  OVER_TRUSTLINE_LIMIT,
  /** A work with as many zeros has been credited. */
  ZEROS_TOO_LOW,
  /** Planted in this very ledger. */
  GAP_TOO_LOW,
  HASH_INVALID,
  /** Never planted, expired or harvested; a work may also have come after the block's end. */
  PAIL_MISSING,
  BLOCK_MISSING,
  /** A maximum of the block is below its minimum. */
  BLOCK_INVALID,
  HARVEST_NOT_READY,
  NEVER_WORKED,
  /** Another number: a farm that is not set up, or a rule unknown to the pool. */
  CONTRACT_ERROR;

  /**
   * The cause behind {@code Error(Contract, #code)}.
   *
   * @param call what was called
   * @param code the error's number
   * @param pail the farmer's pail as read after the failure, null when there is none; it decides
   *     only a harvest's 10
   * @param block the block as read after the failure, null when there is none; it decides only a
   *     harvest's 12
   */
  public static FailureCause of(
      FarmCall call, int code, @Nullable Pail pail, @Nullable Block block) {
    return switch (call) {
      case PLANT -> ofPlant(code);
      case WORK -> ofWork(code);
      case HARVEST -> ofHarvest(code, pail, block);
    };
  }

  private static FailureCause ofPlant(int code) {
    return switch (code) {
      case 4 -> FARM_PAUSED;
      case 6 -> AMOUNT_NEGATIVE;
      case 8 -> ALREADY_PLANTED;
      case 10 -> BALANCE_TOO_LOW;
      case 12 -> AMOUNT_TOO_LARGE;
      case 13 -> NO_TRUSTLINE;
      default -> CONTRACT_ERROR;
    };
  }

  private static FailureCause ofWork(int code) {
    return switch (code) {
      case 7 -> ZEROS_TOO_LOW;
      case 9 -> PAIL_MISSING;
      case 11 -> BLOCK_MISSING;
      case 12 -> BLOCK_INVALID;
      case 13 -> HASH_INVALID;
      case 15 -> GAP_TOO_LOW;
      default -> CONTRACT_ERROR;
    };
  }

  private static FailureCause ofHarvest(int code, @Nullable Pail pail, @Nullable Block block) {
    return switch (code) {
      case 9 -> PAIL_MISSING;
      // a pail that has gone since was harvested or has expired; neither guess would be safe
      case 10 -> pail == null ? PAIL_MISSING : pail.worked() ? OVER_TRUSTLINE_LIMIT : NEVER_WORKED;
      case 11 -> BLOCK_MISSING;
      case 12 -> block != null && !block.scorable() ? BLOCK_INVALID : AMOUNT_TOO_LARGE;
      case 13 -> NO_TRUSTLINE;
      case 14 -> HARVEST_NOT_READY;
      default -> CONTRACT_ERROR;
    };
  }
}
