package org.kalepool.pages;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.ops.Figured;

/** What blocks, or days, came to; newest first. */
public record OperatorChartsView(boolean month, List<Row> rows) {
  public OperatorChartsView {
    rows = List.copyOf(rows);
  }

  /**
   * A block, or a day.
   *
   * @param at along the axis: the block's number, or the days since 1970
   * @param name of the block or day
   * @param block the block's number, null of a day
   */
  public record Row(
      long at,
      String name,
      @Nullable Long block,
      @Nullable Long seconds,
      long farmers,
      long planted,
      long worked,
      long harvested,
      long lost,
      BigInteger rewards,
      BigInteger fees,
      BigInteger profit) {
    static Row of(Figured.Block block) {
      return new Row(
          block.blockIndex(),
          Figures.count(block.blockIndex()),
          block.blockIndex(),
          block.seconds(),
          block.farmers(),
          block.planted(),
          block.worked(),
          block.harvested(),
          block.lost(),
          block.rewards(),
          block.fees(),
          block.profit());
    }

    static Row of(Figured.Day day) {
      return new Row(
          day.day().toEpochDay(),
          day.day().toString(),
          null,
          day.seconds(),
          day.farmers(),
          day.planted(),
          day.worked(),
          day.harvested(),
          day.lost(),
          day.rewards(),
          day.fees(),
          day.profit());
    }

    /** In percent of who was to be planted; empty if nobody was. */
    public String plantedPercent() {
      return percent(planted, farmers);
    }

    /** In percent of the planted. */
    public String workedPercent() {
      return percent(worked, planted);
    }

    /** In percent of the pails that have ended. */
    public String harvestedPercent() {
      return percent(harvested, harvested + lost);
    }

    private static String percent(long part, long of) {
      return of == 0
          ? ""
          : BigDecimal.valueOf(part * 100)
              .divide(BigDecimal.valueOf(of), 1, RoundingMode.DOWN)
              .toPlainString();
    }
  }
}
