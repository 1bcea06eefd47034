package org.kalepool.cli.machine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.kalepool.machine.MachineFront;
import org.kalepool.machine.MachineScreen;
import org.kalepool.machine.PoolerMachine;

/** A machine that farms, with all that it has open. */
final class RunningMachine implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RunningMachine.class);

  private final PoolerMachine machine;
  private final MachineFront front;
  private final MachineScreen screen;
  private final String host;
  private final List<AutoCloseable> parts;

  /**
   * @param parts are closed in this order
   */
  RunningMachine(
      PoolerMachine machine,
      MachineFront front,
      MachineScreen screen,
      String host,
      List<AutoCloseable> parts) {
    this.machine = machine;
    this.front = front;
    this.screen = screen;
    this.host = host;
    this.parts = parts;
  }

  /** Where health and metrics are, without a slash at the end. */
  String url() {
    return "http://" + host + ":" + front.port();
  }

  /** Shows how it goes until it has ended. */
  void await(CountDownLatch ended, Duration every) throws InterruptedException {
    while (!ended.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
      screen.show(machine::view);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        // the others are to be closed all the same, and the process ends
        LOG.warnf("at the end: %s", e.getMessage());
      }
    }
    screen.end();
  }
}
