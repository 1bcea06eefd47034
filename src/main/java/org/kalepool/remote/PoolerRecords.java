package org.kalepool.remote;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.kalepool.block.Blocks;
import org.kalepool.pooler.PlantWishes;
import org.kalepool.schedule.Sweep;

/** Judges what poolers reported, once the chain has the last word, and forgets what is old. */
@Singleton
final class PoolerRecords implements Sweep {
  /** Three and a half days. */
  private static final long BLOCKS_KEPT = 1_000;

  private final WorkReportRepository reports;
  private final PlantWishes wishes;
  private final Blocks blocks;

  PoolerRecords(WorkReportRepository reports, PlantWishes wishes, Blocks blocks) {
    this.reports = reports;
    this.wishes = wishes;
    this.blocks = blocks;
  }

  @Override
  public String name() {
    return "pooler-records";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void sweep() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              reports.judge();
              blocks
                  .current()
                  .map(now -> now.index() - BLOCKS_KEPT)
                  .ifPresent(
                      oldest -> {
                        reports.forgetTrueBefore(oldest);
                        wishes.forgetBefore(oldest);
                      });
            });
  }
}
