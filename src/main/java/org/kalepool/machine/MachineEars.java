package org.kalepool.machine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.kalepool.machine.BackendEvents.Event;
import org.kalepool.schedule.Backoff;

/**
 * Listens to the backend, so that the machine looks at once when something has happened. While
 * nothing can be heard it asks, as if there were no events.
 */
final class MachineEars {
  private static final Backoff PAUSE = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));

  private final BackendEvents events;
  private final PoolerMachine machine;
  private final Consumer<Event> wake;
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * @param wake has what concerns the event done at once
   */
  MachineEars(BackendEvents events, PoolerMachine machine, Consumer<Event> wake) {
    this.events = events;
    this.machine = machine;
    this.wake = wake;
  }

  /** Listens until the stream ends, or does not come about. */
  void listen() {
    try {
      events.listen(this::heard);
    } finally {
      machine.listening(false);
      failures.incrementAndGet();
    }
  }

  private void heard(Event event) {
    if (event == Event.LISTENING) {
      failures.set(0);
      machine.listening(true);
    }
    machine.heard(event);
    wake.accept(event);
  }

  /** How long it is left alone after an end. */
  Duration pause() {
    return PAUSE.after(Math.max(1, failures.get()));
  }
}
