package org.kalepool.lab.simulation;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.Stepper;

/** Has a ledger close, lets farmers and faults act, and moves the pool on. */
final class LedgerStep {
  /** How often one task may run in one ledger; with many farmers lanes and events are many. */
  private static final int MOST_RUNS = 2_000;

  private final Sandbox sandbox;
  private final Stepper stepper;
  private final SimulatedFaults faults;
  private final QuietLedgers quiet;
  private final SimulatedFarmers farmers;
  private final SimulatedVaults vaults;
  private final Optional<SimulatedPooler> second;
  private final BrokenList broken;
  private long ledgers;
  private long silentSeconds;
  private long unseenSeconds;

  LedgerStep(
      Sandbox sandbox,
      Stepper stepper,
      SimulatedFaults faults,
      QuietLedgers quiet,
      SimulatedFarmers farmers,
      SimulatedVaults vaults,
      Optional<SimulatedPooler> second,
      BrokenList broken) {
    this.sandbox = sandbox;
    this.stepper = stepper;
    this.faults = faults;
    this.quiet = quiet;
    this.farmers = farmers;
    this.vaults = vaults;
    this.second = second;
    this.broken = broken;
  }

  /** How many ledgers have closed. */
  long passed() {
    return ledgers;
  }

  /** Whether the pool has heard of the network for as long as it had not. */
  boolean hears() {
    return silentSeconds == 0;
  }

  /** One ledger, and all that follows from it. */
  void step(boolean farmersAct) throws SQLException {
    long before = sandbox.now();
    sandbox.closeLedger();
    ledgers++;
    boolean forgets = vaults.mayForget() && faults.forgets();
    if (forgets) {
      sandbox.closeLedger();
      ledgers++;
      sandbox.forgetHistory();
      vaults.forgotten();
    }
    if (farmersAct) {
      farmers.act();
      vaults.act();
      if (faults.takeExits()) {
        farmers.leaveTogether();
        vaults.leaveTogether();
      }
      broken.note(sandbox.farm().index(), farmers.calls().takeFailures());
      broken.note(sandbox.farm().index(), vaults.calls().takeFailures());
    }
    second.ifPresent(SimulatedPooler::act);
    broken.note(
        sandbox.farm().index(), second.map(SimulatedPooler::takeFailures).orElse(List.of()));
    unseenSeconds += sandbox.now() - before;
    long asked = farmers.calls().made() + vaults.calls().made();
    if (quiet.looks(asked + second.map(SimulatedPooler::asked).orElse(0L))) {
      Duration unseen = Duration.ofSeconds(unseenSeconds);
      unseenSeconds = 0;
      stepper.pass(unseen, MOST_RUNS);
    }
    faults.ledgerClosed();
    silentSeconds =
        faults.silent() ? Math.max(0, silentSeconds) + 6 : Math.max(0, silentSeconds - 6);
  }
}
