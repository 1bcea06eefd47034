package org.kalepool.stellar;

/** Why an action did not come about. Stored by name, so a name is never changed. */
public enum Cause {
  /** KALE 8: the farmer already has a pail in this block. */
  ALREADY_PLANTED,
  /** The asset contract's 10 on plant: less KALE than the stake. */
  BALANCE_TOO_LOW,
  /** The asset contract's 13, or a payment to an account without the KALE trustline. */
  NO_TRUSTLINE,
  /** The asset's issuer lets a trustline neither pay nor be paid. */
  NOT_AUTHORIZED,
  /** The asset contract's 12: an amount beyond 64 bits. */
  AMOUNT_TOO_LARGE,
  /** The asset contract's 10 on harvest, or a payment: beyond the trustline's limit. */
  OVER_TRUSTLINE_LIMIT,
  /** KALE 6: a negative stake. */
  AMOUNT_NEGATIVE,
  /** KALE 4. */
  FARM_PAUSED,
  /** KALE 7: a work with no more zeros than the one before. */
  ZEROS_TOO_LOW,
  /** KALE 9. */
  PAIL_MISSING,
  /** KALE 10 on harvest: the pail was never worked, its stake is forfeited. */
  NEVER_WORKED,
  /** KALE 11: the block has expired. */
  BLOCK_MISSING,
  /** KALE 12: the block's limits are contradictory. */
  BLOCK_INVALID,
  /** KALE 13 on work: not this block's hash. */
  HASH_INVALID,
  /** KALE 14: the block still runs. */
  HARVEST_NOT_READY,
  /** KALE 15: worked in the ledger it was planted in. */
  GAP_TOO_LOW,
  /** The vault's 101: its owner or the pool has stopped it, nothing is planted from it any more. */
  VAULT_STOPPED,
  /** The vault's 103: the plant would take its balance below its floor. */
  BELOW_FLOOR,
  /** The pool contract's 201: what is not reserved of the bond is less than the cover. */
  BOND_TOO_LOW,
  /** Another error of a contract. */
  CONTRACT_ERROR,
  /** The source account has too little XLM above its reserve for the fee. */
  INSUFFICIENT_XLM,
  /** The source account does not exist. */
  ACCOUNT_MISSING,
  /** A receiving account does not exist. */
  DESTINATION_MISSING,
  /** The network needs a higher fee than the configured cap allows. */
  FEE_TOO_LOW,
  /** Touched entries that were not declared: the block changed between simulation and ledger. */
  FOOTPRINT_CHANGED,
  /** Used more than the declared resources. */
  RESOURCES_EXCEEDED,
  /** The signature was refused. */
  BAD_SIGNATURE,
  /**
   * The account's sequence number was used, and nobody tells what for: by a transaction of somebody
   * else, or by this one, which may have done what it was to do.
   */
  SEQUENCE_TAKEN,
  /** Its last valid moment passed without it landing. */
  EXPIRED,
  /** The block it was for had closed before it could be sent. */
  BLOCK_CLOSED,
  /**
   * Not planted because the pool did not expect to work the pail: nothing, or too little, hashes.
   */
  NOT_HASHING,
  /** Not planted because the farmer's pooler, a machine of its own, was silent or did not ask. */
  POOLER_SILENT,
  /** Not planted because the farmer's pooler may not: it runs out, or would owe too much. */
  POOLER_LIMITED,
  /** Not planted because it is not expected to pay, as the farmer has wished it. */
  NOT_PAYING,
  /** An entry it needs is archived and must be restored first. */
  ARCHIVED,
  /**
   * The transaction that it shared with others failed as a whole, for none of its own faults; it
   * goes on by itself.
   */
  BATCH_FAILED,
  /** An operator gave it up. */
  GIVEN_UP,
  /** The network refused it as malformed: a fault of the pool's own. */
  MALFORMED,
  /** None of the above; the detail says more. */
  OTHER
}
