package org.kalepool.stellar;

import org.jboss.logging.Logger;

/**
 * For a sweep that reads the network for one farmer after the other: of one of them a node may say
 * what cannot be read yet, and the others need not wait for that; but when it says so of several in
 * a row, the node itself is away, and asking on would only cost time.
 */
public final class FailuresInARow {
  private static final int MOST = 3;

  private final Logger log;
  private int failures;

  /**
   * @param log who tells of what is passed over
   */
  public FailuresInARow(Logger log) {
    this.log = log;
  }

  /** One was read. */
  public void read() {
    failures = 0;
  }

  /**
   * One could not be read.
   *
   * @param what who has to wait for it
   * @throws RpcException the same, if it is one too many
   */
  public void failed(Object what, RpcException e) {
    failures++;
    if (failures >= MOST) {
      throw e;
    }
    log.warnf("farmer %s waits, the network cannot be read: %s", what, e.getMessage());
  }
}
