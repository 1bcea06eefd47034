package org.kalepool.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.db.Db;
import org.kalepool.pooler.Poolers;
import org.kalepool.work.WorkStatus;

/** What a pause of the hashing does to those whose stakes are in the running block. */
@Singleton
final class HashingPause {
  private final Db db;
  private final Blocks blocks;
  private final Poolers poolers;
  private final WorkStatus work;

  HashingPause(Db db, Blocks blocks, Poolers poolers, WorkStatus work) {
    this.db = db;
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
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "PauseEffect")
  record Effect(
      boolean paused,
      @Nullable Long block,
      int planted,
      int withoutHash,
      BigInteger stakeAtRisk,
      int notPlanted,
      String warning) {}

  private record Stakes(int planted, int withoutHash, BigInteger atRisk, int active) {}

  Effect effect() {
    Long block = blocks.current().map(Blocks.Current::index).orElse(null);
    Stakes stakes = stakes(block == null ? -1 : block);
    String warning =
        stakes.withoutHash()
            + " of "
            + stakes.planted()
            + " stakes in the running block have no hash yet and are lost, at the pooler's debt,"
            + " unless the hashing goes on in time; "
            + stakes.active()
            + " farmers are not planted until it does";
    return new Effect(
        work.paused(),
        block,
        stakes.planted(),
        stakes.withoutHash(),
        stakes.atRisk(),
        stakes.active(),
        warning);
  }

  private Stakes stakes(long block) {
    return db.one(
            """
            select count(p.stake), count(p.stake) filter (where not p.safe),
              coalesce(sum(p.stake) filter (where not p.safe), 0),
              (select count(*) from farmers where state = 'ACTIVE' and pooler_id = ?)
            from (
              select p.stake,
                exists (select 1 from works w where w.farmer_id = p.farmer_id
                        and w.block_index = p.block_index and w.status = 'WORKED')
                or exists (select 1 from best_nonces b where b.farmer_id = p.farmer_id
                           and b.block_index = p.block_index) as safe
              from plantings p
              where p.block_index = ? and p.status = 'PLANTED' and p.pooler_id = ?) p""",
            row ->
                new Stakes(
                    row.getInt(1),
                    row.getInt(2),
                    row.getBigDecimal(3).toBigIntegerExact(),
                    row.getInt(4)),
            poolers.own().id(),
            block,
            poolers.own().id())
        .orElseThrow();
  }
}
