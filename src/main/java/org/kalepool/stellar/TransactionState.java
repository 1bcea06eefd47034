package org.kalepool.stellar;

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

  boolean isOpen() {
    return this == QUEUED || this == BUILT;
  }

  /** An envelope that can never land is taken back; what is settled stays so. */
  boolean mayBecome(TransactionState next) {
    return switch (this) {
      case QUEUED -> next == BUILT || next == REFUSED;
      case BUILT -> next != BUILT;
      case LANDED, FAILED, REFUSED -> false;
    };
  }
}
