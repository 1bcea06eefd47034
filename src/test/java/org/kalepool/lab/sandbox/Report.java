package org.kalepool.lab.sandbox;

/** Takes down where two answers differ. */
interface Report {
  void add(String field, String wanted, String got);

  default void unlessSame(String field, String wanted, String got) {
    if (!wanted.equals(got)) {
      add(field, wanted, got);
    }
  }
}
