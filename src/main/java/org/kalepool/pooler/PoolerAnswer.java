package org.kalepool.pooler;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A pooler as anybody may see it. Amounts are stroops. */
@Schema(name = "Pooler")
public record PoolerAnswer(
    UUID poolerId,
    String name,
    boolean active,
    @Schema(description = "The pooler's part of the rewards in 1/10 000") int shareBasisPoints,
    int maxFarmers,
    int farmers,
    int activeFarmers,
    int capacityLeft,
    long blocksFarmed,
    @Schema(description = "0 to 1; null before there was anything to count")
        @Nullable Double plantSuccessRate,
    @Nullable Double workSuccessRate,
    @Nullable Double harvestSuccessRate,
    long totalRewards,
    long totalForfeits,
    long totalCompensations,
    @Schema(description = "KALE that it owes its farmers now, for stakes that it lost") long owed,
    @Schema(description = "XLM that came to its wallet with payouts, and is owed on")
        long owedXlm) {

  static PoolerAnswer of(
      Pooler pooler,
      PoolerFarmers.Places places,
      PoolerStatistics.Totals totals,
      PoolerDebts.Owed owed) {
    int all = Math.toIntExact(places.all());
    return new PoolerAnswer(
        pooler.id(),
        pooler.name(),
        pooler.active(),
        pooler.shareBasisPoints(),
        pooler.maxFarmers(),
        all,
        Math.toIntExact(places.active()),
        pooler.active() ? Math.max(pooler.maxFarmers() - all, 0) : 0,
        totals.blocks(),
        rate(totals.planted(), totals.wished()),
        rate(totals.worked(), totals.workable()),
        rate(totals.harvested(), totals.harvested() + totals.lost()),
        totals.rewards(),
        totals.forfeits(),
        totals.compensations(),
        owed.owed(),
        owed.owedXlm());
  }

  private static @Nullable Double rate(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }
}
