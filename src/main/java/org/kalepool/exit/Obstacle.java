package org.kalepool.exit;

/** Why a leaving farmer has not been paid out yet. Stored by name, so a name is never changed. */
enum Obstacle {
  /** Pails are still open: their block runs, or their harvest is on its way. */
  OPEN_PAILS("the pool still harvests what is planted"),
  /** A transaction of the farmer is still in flight. */
  OPEN_TRANSACTIONS("a transaction is still in flight"),
  /** The last reconciliation found a difference; an operator has to clear it. */
  RECONCILIATION("the last reconciliation found a difference"),
  /** Custody by the books is not what the chain has: a deposit to be booked, or an error. */
  BOOKS_DIFFER("books and chain do not agree yet"),
  /** The account of a farmer that was funded cannot be seen. */
  ACCOUNT_UNSEEN("the network does not show the custodial account"),
  /** The payout wallet does not exist, so that nothing can be merged into it. */
  PAYOUT_MISSING("the payout wallet does not exist on the network: send it some XLM"),
  /** The payout wallet asks for a memo (SEP-29), and the farmer gave none. */
  MEMO_REQUIRED(
      "the payout wallet takes no payment without a memo: name it, or have its owner lift that"),
  /** The issuer lets the payout wallet's trustline receive nothing. */
  PAYOUT_UNAUTHORIZED("the issuer of KALE has not authorised the payout wallet's trustline"),
  /** An exchange's account that takes no KALE: there nobody would claim a claimable balance. */
  PAYOUT_TRUSTLINE("the payout wallet is an exchange's and takes no KALE, or no more of it"),
  /** The issuer lets the custodial account's trustline pay nothing. */
  CUSTODY_UNAUTHORIZED("the issuer of KALE has frozen the custodial account's trustline"),
  /** What the network does not let an account be merged with. */
  SUB_ENTRIES(
      "the custodial account has entries beside its KALE trustline, or pays reserves for others: an"
          + " operator has to remove them"),
  /** The pooler's key is not held, or its wallet does not exist. */
  POOLER_WALLET("the pooler's wallet does not exist or cannot be signed for"),
  /** The pooler's wallet has no KALE trustline, or it has no room for the payment. */
  POOLER_TRUSTLINE("the pooler's wallet has no KALE trustline with room for the payment"),
  /** The pooler's wallet has less KALE than it owes. */
  POOLER_KALE("the pooler's wallet has too little KALE for what it owes"),
  /** Neither the farmer's account nor the pooler's wallet has the XLM for the fee. */
  POOLER_XLM("the pooler's wallet has too little XLM"),
  /** The farmer's account has not the XLM for the reserve of a claimable balance. */
  CLAIM_RESERVE(
      "the custodial account has too little XLM for the reserve of a claimable balance: send it"
          + " some, or open a KALE trustline in the payout wallet"),
  /** What a payout has left as a claimable balance of the custodial account's own. */
  CLAIM_OPEN(
      "the claimable balance that was left for the payout wallet has not been claimed yet: until"
          + " then the custodial account holds its reserve"),
  /** A debt that is left, for which the farmer's XLM gave no claimable balance's reserve. */
  DEBT_TRUSTLINE(
      "the pooler pays what it still owes as soon as the payout wallet has a KALE trustline with"
          + " room for it"),
  /** Only the chain knows whether it was paid: before a restore, or in a forgotten transaction. */
  DEBT_RESTORED(
      "a backup was restored since, or no node remembers how its payment ended, so it may be paid"
          + " already: an operator has to look"),
  /** More is to be paid out of what is earned than is not staked. */
  KALE_STAKED("more of it is staked than is left: it is paid as soon as enough is harvested"),
  /** Less is left of what was earned, as after a correction. */
  EARNED_LESS("less is left of what was earned: withdraw this payout, and ask for less"),
  /** A payout without leaving leaves no claimable balance. */
  PAYOUT_CLOSED(
      "the payout wallet has no KALE trustline with room for the payment: open one, or raise its"
          + " limit"),
  /** The fee, and the fees of the harvests to come, are the farmer's. */
  FARMER_XLM("the custodial account has too little XLM: send it some"),
  /** Only the split contract can pay a contract, and the pool is set up without one. */
  PAYOUT_CONTRACT(
      "the payout wallet is a contract, which the pool cannot pay as it is set up: name an account,"
          + " or wait until its operator has set up the split contract"),
  /** Of before the split contract paid those who stay, too; looked at again with the next sweep. */
  PAYOUT_CONTRACT_STAYING("the payout wallet is a contract: it is looked at again before long"),
  /** What was promised is not in the split contract's list yet. */
  TERMS_MISSING("the terms are not in the split contract's list yet; the pool adds them"),
  /** The last attempt came to nothing; it is made again. */
  SPLIT_FAILED("the last attempt to pay out failed and will be made again");

  private final String meaning;

  Obstacle(String meaning) {
    this.meaning = meaning;
  }

  /** A sentence for the farmer. */
  String meaning() {
    return meaning;
  }
}
