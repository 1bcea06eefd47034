package org.kalepool.stellar;

/**
 * What a transaction does for a farmer; with farmer and block it names the deed, done at most once
 * at a time.
 */
public enum Action {
  /** Opens the KALE trustline of a custodial account. */
  TRUSTLINE,
  /** Plants in a block. */
  PLANT,
  /** Works a pail, insurance or final. */
  WORK,
  /** Harvests a pail. */
  HARVEST,
  /** Pays pooler and farmer, removes the trustline and merges the account, all or nothing. */
  SPLIT,
  /** Pays from the pooler's wallet what a farmer was still owed when it left. */
  DEBT,
  /** Passes on what reached a custodial account after its farmer had left. */
  LATE,
  /** Claims a claimable balance for a custodial account. */
  CLAIM,
  /** Gives a pooler's bond back, and merges its account into the pooler's wallet. */
  BOND,
  /** Pays pooler and farmer of what is earned; the farmer stays, with all else. */
  PAYOUT,
  /** Appends a pooler's terms to the list of the split contract. */
  TERMS,
  /** Makes, fills and merges the pool's own accounts that carry batches. */
  CHANNEL,
  /** Has the split contract pay a pooler's wallet what it holds for it. */
  COLLECT,
  /** Extends the lives of the contracts that the pool uses, or brings them back. */
  LIFE,
  /** Makes a farmer's vault. */
  MAKE_VAULT,
  /** Brings a vault's gain to its account, and the pool's share to the pool contract. */
  SETTLE,
  /** Ends planting from a vault for ever. */
  STOP,
  /** Pays from the bond what is missing of a stopped vault's principal. */
  COVER
}
