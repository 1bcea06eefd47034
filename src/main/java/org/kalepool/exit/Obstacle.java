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
  /** The pooler's key is not held, or its wallet does not exist. */
  POOLER_WALLET("the pooler's wallet does not exist or cannot be signed for"),
  /** The pooler's wallet has no KALE trustline, or it has no room for the payment. */
  POOLER_TRUSTLINE("the pooler's wallet has no KALE trustline with room for the payment"),
  /** The pooler's wallet has less KALE than it owes. */
  POOLER_KALE("the pooler's wallet has too little KALE for the compensation it owes"),
  /** The pooler's wallet has too little XLM for a fee or a claimable balance's reserve. */
  POOLER_XLM("the pooler's wallet has too little XLM"),
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
