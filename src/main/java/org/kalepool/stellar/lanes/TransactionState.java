package org.kalepool.stellar.lanes;

/** How far a transaction has come. */
enum TransactionState {
  /** Asked for; nothing of it has been sent. */
  QUEUED,
  /** An envelope is stored that may be in the network. */
  BUILT,
  /** It is in a ledger and did what it was for. */
  LANDED,
  /** It is in a ledger and did nothing but cost its fee. */
  FAILED,
  /** It is in no ledger and never will be. */
  REFUSED;

  /**
   * The next state; an envelope that can never land is taken back, and what is settled stays so.
   *
   * @throws IllegalStateException if this state does not lead there
   */
  TransactionState to(TransactionState next) {
    boolean leads =
        switch (this) {
          case QUEUED -> next == BUILT || next == REFUSED;
          case BUILT -> next != BUILT;
          case LANDED, FAILED, REFUSED -> false;
        };
    if (!leads) {
      throw new IllegalStateException("a transaction that is " + this + " cannot become " + next);
    }
    return next;
  }
}
