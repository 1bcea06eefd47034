package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.kalepool.block.Blocks;
import org.kalepool.block.MonitorHealth;

/** Ready once the running block is known and while its polls succeed. */
@Readiness
@ApplicationScoped
final class BlocksReady implements HealthCheck {
  /** Single polls fail; so many in a row mean that blocks go by unseen. */
  private static final int TOLERATED_FAILURES = 3;

  private final Blocks blocks;
  private final MonitorHealth monitor;

  BlocksReady(Blocks blocks, MonitorHealth monitor) {
    this.blocks = blocks;
    this.monitor = monitor;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<Blocks.Current> current = blocks.current();
    boolean seen = monitor.consecutiveFailures() <= TOLERATED_FAILURES;
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("blocks").status(current.isPresent() && seen);
    current.ifPresent(
        block ->
            answer
                .withData("block", block.index())
                .withData("openedAt", block.openedAt())
                .withData("due", block.due())
                .withData("farmPaused", block.paused())
                .withData("ledger", block.ledger()));
    monitor.lastSuccess().ifPresent(at -> answer.withData("lastPoll", at.toString()));
    monitor.lastError().ifPresent(error -> answer.withData("lastError", error));
    return answer.build();
  }
}
