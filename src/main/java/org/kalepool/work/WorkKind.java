package org.kalepool.work;

/** What a work is sent for. Stored by name. */
public enum WorkKind {
  /** Saves the stake; a better one is to follow. */
  INSURANCE,
  /** The best hash there is. */
  FINAL
}
