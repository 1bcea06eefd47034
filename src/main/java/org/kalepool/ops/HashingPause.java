package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.pooler.PoolerFarmers;
import org.kalepool.pooler.Poolers;
import org.kalepool.work.WorkStatus;

/** What a pause of the hashing does to those whose stakes are in the running block. */
@Singleton
public final class HashingPause {
  private final Reports reports;
  private final PoolerFarmers farmers;
  private final Blocks blocks;
  private final Poolers poolers;
  private final WorkStatus work;

  HashingPause(
      Reports reports, PoolerFarmers farmers, Blocks blocks, Poolers poolers, WorkStatus work) {
    this.reports = reports;
    this.farmers = farmers;
    this.blocks = blocks;
    this.poolers = poolers;
    this.work = work;
  }

  /**
   * What it costs from now on.
   *
   * @param block the running block, null before the network was seen
   * @param planted farmers with a stake in it
   * @param withoutHash those of them for whom nothing has been found or sent yet: the pooler owes
   *     their stakes if the pause lasts until the block's end
   * @param stakeAtRisk what these have staked, stroops
   * @param notPlanted active farmers, who are not planted as long as it lasts
   */
  @Schema(name = "PauseEffect")
  public record Effect(
      boolean paused,
      @Nullable Long block,
      int planted,
      int withoutHash,
      BigInteger stakeAtRisk,
      int notPlanted,
      String warning) {}

  Effect effect() {
    Long block = blocks.current().map(Blocks.Current::index).orElse(null);
    UUID pooler = poolers.own().id();
    Reports.Stakes stakes = reports.stakes(pooler, block == null ? -1 : block);
    long active = farmers.places(pooler).active();
    String warning =
        stakes.withoutHash()
            + " of "
            + stakes.planted()
            + " stakes in the running block have no hash yet and are lost, at the pooler's debt,"
            + " unless the hashing goes on in time; "
            + active
            + " farmers are not planted until it does";
    return new Effect(
        work.paused(),
        block,
        Math.toIntExact(stakes.planted()),
        Math.toIntExact(stakes.withoutHash()),
        stakes.atRisk().toBigIntegerExact(),
        Math.toIntExact(active),
        warning);
  }
}
