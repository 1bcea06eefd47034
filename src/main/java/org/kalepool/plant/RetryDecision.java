package org.kalepool.plant;

import org.kalepool.stellar.Cause;

/** What follows from a plant that is not known to have landed. */
enum RetryDecision {
  /** Another attempt in the same block can succeed. */
  AGAIN,
  /** The chain has a pail; its stake is to be read there. */
  READ_PAIL,
  /** The chain may have a pail; if it has none, another attempt can succeed. */
  READ_PAIL_OR_AGAIN,
  /** Nothing more to be done in this block. */
  OVER;

  /** Whether the chain has to be read before the farmer is taken for not planted. */
  boolean mayHaveLanded() {
    return this == READ_PAIL || this == READ_PAIL_OR_AGAIN;
  }

  static RetryDecision of(Cause cause) {
    return switch (cause) {
      case ALREADY_PLANTED -> READ_PAIL;
      case SEQUENCE_TAKEN, BATCH_FAILED -> READ_PAIL_OR_AGAIN;
      case BALANCE_TOO_LOW,
          BELOW_FLOOR,
          FARM_PAUSED,
          FEE_TOO_LOW,
          FOOTPRINT_CHANGED,
          RESOURCES_EXCEEDED,
          EXPIRED,
          BLOCK_CLOSED,
          BLOCK_INVALID,
          BLOCK_MISSING,
          CONTRACT_ERROR,
          NOT_HASHING,
          POOLER_SILENT,
          POOLER_LIMITED,
          NOT_PAYING,
          OTHER ->
          AGAIN;
      case NO_TRUSTLINE,
          NOT_AUTHORIZED,
          AMOUNT_TOO_LARGE,
          OVER_TRUSTLINE_LIMIT,
          AMOUNT_NEGATIVE,
          ZEROS_TOO_LOW,
          PAIL_MISSING,
          NEVER_WORKED,
          HASH_INVALID,
          HARVEST_NOT_READY,
          GAP_TOO_LOW,
          VAULT_STOPPED,
          BOND_TOO_LOW,
          INSUFFICIENT_XLM,
          ACCOUNT_MISSING,
          DESTINATION_MISSING,
          BAD_SIGNATURE,
          ARCHIVED,
          GIVEN_UP,
          MALFORMED ->
          OVER;
    };
  }
}
