package org.kalepool.books;

/** What is known of who has paid a deposit, and by which transactions. */
public enum DepositState {
  /** The node is still to be asked. */
  OPEN,
  /** All of it. */
  TOLD,
  /** Nothing: it may be older than what the node remembers. */
  FORGOTTEN,
  /** Nothing: the node remembers, and tells of no payments that come to its amount. */
  UNTOLD,
  /** Nothing: it is from a time at which that was not kept. */
  NOT_KEPT
}
