package org.kalepool.stellar;

import java.util.OptionalLong;

/** What it is worth at most that a transaction lands in time. */
public interface Worth {
  /** For where nobody can tell. */
  Worth UNKNOWN = _ -> OptionalLong.empty();

  /**
   * What is lost if this does not land in its time: stake and expected reward.
   *
   * @return stroops of XLM, at the price that counts now; empty if nothing is known, or nothing is
   *     lost by waiting
   */
  OptionalLong stroops(TransactionRequest request);
}
