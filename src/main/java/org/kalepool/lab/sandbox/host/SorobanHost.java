package org.kalepool.lab.sandbox.host;

/** Runs contracts. It keeps parsed modules between calls and may be used by many threads. */
public final class SorobanHost {
  private final Natives natives;
  private final HostCosts costs;

  /**
   * @param costs the network's cost parameters and what a call may take
   */
  public SorobanHost(Natives natives, HostCosts costs) {
    this.natives = natives;
    this.costs = costs;
  }

  /** Runs one call and tells what it did. Nothing is written anywhere. */
  public HostResult run(World world, HostLedger ledger, HostRequest request) {
    return new HostRun(natives, costs, world, ledger, request).run();
  }
}
