package org.kalepool.lab.sandbox.host;

/** One call. */
final class HostRun {
  HostRun(Natives natives, HostCosts costs, World world, HostLedger ledger, HostRequest request) {}

  HostResult run() {
    throw new UnsupportedOperationException("under construction");
  }
}
