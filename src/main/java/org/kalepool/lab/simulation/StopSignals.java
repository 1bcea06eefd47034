package org.kalepool.lab.simulation;

import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * SIGINT and SIGTERM as a wish that a long run ends by itself, with its results; the second one
 * ends the process at once.
 */
final class StopSignals {
  private static final int SIGNALLED = 128;

  private final AtomicInteger code = new AtomicInteger();

  /** Takes the signals over from whoever has them. */
  void take() {
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(new Signal(name), this::received);
    }
  }

  private void received(Signal signal) {
    int ending = SIGNALLED + signal.getNumber();
    if (!code.compareAndSet(0, ending)) {
      Runtime.getRuntime().halt(ending);
    }
  }

  boolean stopped() {
    return code.get() != 0;
  }

  /** What a shell expects of a process that a signal has ended; 0 if none came. */
  int exitCode() {
    return code.get();
  }
}
