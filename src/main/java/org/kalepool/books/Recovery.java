package org.kalepool.books;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.books.RecoveryRepository.Held;
import org.kalepool.db.DatabaseFailures;
import org.kalepool.farmer.RegistrationLapses;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.FailuresInARow;
import org.kalepool.stellar.RpcException;

/**
 * After a restore: finds what was done since the backup, and books it. Every block that can still
 * be open is looked at for pails; what the node remembers of burns and mints tells the stakes and
 * rewards of pails that are gone. Only then are the farmer's books held against the chain, so that
 * a reward is not taken for a deposit, nor a planted stake for a loss. All of one farmer's findings
 * are written in one database transaction, once.
 */
@ApplicationScoped
class Recovery implements Sweep {
  private static final Logger LOG = Logger.getLogger(Recovery.class);

  private final RecoveryRepository store;
  private final ReconciliationRepository standings;
  private final RecoveryFindings findings;
  private final RecoveryBooking booking;
  private final Blocks blocks;
  private final Tasks tasks;

  Recovery(
      RecoveryRepository store,
      ReconciliationRepository standings,
      RecoveryFindings findings,
      RecoveryBooking booking,
      Blocks blocks,
      Tasks tasks) {
    this.store = store;
    this.standings = standings;
    this.findings = findings;
    this.booking = booking;
    this.blocks = blocks;
    this.tasks = tasks;
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(30);
  }

  void lapses(@Observes RegistrationLapses event) {
    store.remove(event.farmer());
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  @Override
  public void sweep() {
    Optional<Blocks.Current> current = blocks.current();
    List<Held> held = current.isPresent() ? store.held() : List.of();
    FailuresInARow failures = new FailuresInARow(LOG);
    @Nullable RuntimeException failure = null;
    for (Held farmer : held) {
      try {
        standings
            .find(farmer.farmer(), -1)
            .filter(Standing::idle)
            .ifPresent(standing -> recover(farmer, standing, current.get()));
        failures.read();
      } catch (RpcException e) {
        failures.failed(farmer.farmer(), e);
      } catch (PersistenceException | IllegalStateException e) {
        if (DatabaseFailures.unavailable(e).isPresent()) {
          throw e;
        }
        // nor for one whose books refuse what was found; the task fails for that at its end
        LOG.errorf("restored farmer %s cannot be recovered: %s", farmer.farmer(), e.getMessage());
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void recover(Held held, Standing before, Blocks.Current now) {
    findings
        .look(held, before, now)
        .ifPresent(
            found ->
                QuarkusTransaction.requiringNew().run(() -> booking.write(held, before, found)));
  }
}
