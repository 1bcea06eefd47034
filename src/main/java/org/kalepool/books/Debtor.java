package org.kalepool.books;

/**
 * Whose fault a failure was. Stored by name in {@code plantings}, {@code works}, {@code harvests}.
 */
public enum Debtor {
  /** The farmer's account lacked what it takes. */
  FARMER,
  /** The pool did not do its part; a stake lost so is owed by the pooler. */
  POOLER,
  /** The network or the contract did not let it through. */
  NETWORK
}
