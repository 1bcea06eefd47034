package org.kalepool.block;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.kalepool.schedule.Tasks;

/** Remembers when the farm's owner let nobody plant, as far as that was seen. */
@ApplicationScoped
public class FarmPauses {
  private final FarmPauseRepository repository;
  private final Clock clock;
  private final Blocks blocks;
  private final Tasks tasks;

  /** What is written of it; 0 before anything is. */
  private volatile int written;

  FarmPauses(FarmPauseRepository repository, Clock clock, Blocks blocks, Tasks tasks) {
    this.repository = repository;
    this.clock = clock;
    this.blocks = blocks;
    this.tasks = tasks;
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    boolean news = blocks.current().filter(now -> state(now) != written).isPresent();
    if (news) {
      tasks.submit("farm pauses", this::note);
    }
  }

  private static int state(Blocks.Current now) {
    return now.paused() ? 1 : 2;
  }

  private void note() {
    blocks
        .current()
        .ifPresent(
            now -> {
              QuarkusTransaction.requiringNew().run(() -> write(now));
              written = state(now);
            });
  }

  private void write(Blocks.Current now) {
    if (now.paused()) {
      repository.begin(now.ledger(), clock.instant());
    } else {
      repository.end(now.ledger());
    }
  }

  /** Whether the farm was seen to be paused in any of these ledgers. */
  public boolean any(long from, long to) {
    return repository.any(from, to);
  }
}
