package org.kalepool.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.BalanceHistory;
import org.kalepool.exit.ExitStatus;
import org.kalepool.exit.SplitPreview;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerHistory;
import org.kalepool.profit.PayingResource;

/**
 * A farmer's own page.
 *
 * @param now the running block
 * @param split what the farmer would be paid, were it to leave now
 * @param day what its harvests of the last day brought, its pooler's part taken off; stroops
 * @param xlmHours for how many hours the XLM lasts at least, null if that is not known
 * @param rows newest first
 * @param against its works against what their blocks paid for, newest first
 * @param balances what it had over time, and what it cost
 * @param exit how far the departure is, null if there is none
 * @param stake as it was typed
 * @param interval as it was typed
 * @param when in which blocks it is to be planted, as it was chosen
 * @param paying whether farming pays
 */
public record FarmView(
    FarmerAnswer farmer,
    FarmNow now,
    SplitPreview.Preview split,
    long day,
    @Nullable Long xlmHours,
    List<FarmRow> rows,
    List<WorkAgainst> against,
    BalanceHistory balances,
    @Nullable ExitStatus exit,
    String stake,
    String interval,
    String when,
    PayingResource.Answer paying,
    FormErrors wrong,
    @Nullable String note,
    String csrf,
    Explorer explorer) {
  /** Whether there may be blocks before those that are shown. */
  public boolean older() {
    return rows.size() >= FarmReader.SHOWN;
  }

  /**
   * In how many seconds of network time the next pail is harvested at the soonest, 0 if one is due;
   * null if none is open, or the network was not seen.
   */
  public @Nullable Long nextHarvest() {
    LiveBlock live = now.live();
    if (live == null || farmer.openPails().isEmpty()) {
      return null;
    }
    long due =
        farmer.openPails().stream()
            .mapToLong(pail -> pail.blockIndex() + intervalOf(pail.blockIndex()))
            .min()
            .orElseThrow();
    return due <= live.index()
        ? 0
        : (due - live.index() - 1) * live.total() + live.total() - live.elapsed();
  }

  /** A pail keeps the interval that was set when it was planted, but where sooner pays more. */
  private int intervalOf(long block) {
    for (FarmRow row : rows) {
      FarmerHistory.Planting planting = row.planting();
      if (row.index() == block && planting != null) {
        return sooner(planting.harvestInterval());
      }
    }
    return sooner(farmer.harvestInterval());
  }

  private int sooner(int wished) {
    Integer paying = this.paying.harvestAfter();
    return paying == null ? wished : Math.min(paying, wished);
  }

  /** For how long the XLM lasts at least. */
  public String xlmLasts() {
    long hours = xlmHours == null ? 0 : xlmHours;
    return hours < 48 ? hours + (hours == 1 ? " hour" : " hours") : hours / 24 + " days";
  }

  /** KALE that is the farmer's or in its pails, its pooler's part not taken off; stroops. */
  public long total() {
    return custody() + staked() + owed();
  }

  public long custody() {
    return farmer.balances() == null ? 0 : farmer.balances().custody();
  }

  public long staked() {
    return farmer.balances() == null ? 0 : farmer.balances().staked();
  }

  public long owed() {
    return farmer.balances() == null ? 0 : farmer.balances().owed();
  }

  /** Changes of state, newest first. */
  public List<FarmerAnswer.Event> events() {
    return farmer.events().reversed();
  }

  /** Whether it is planted in every block. */
  public boolean active() {
    return farmer.state().equals("ACTIVE");
  }

  public boolean leaving() {
    return farmer.state().equals("LEAVING");
  }

  public boolean departed() {
    return farmer.state().equals("DEPARTED");
  }

  public boolean suspended() {
    return farmer.state().equals("SUSPENDED");
  }

  /** Where a part of the bar begins and how long it is, of 1000. */
  public long custodyWidth() {
    return width(custody());
  }

  public long stakedWidth() {
    return width(staked());
  }

  public long owedWidth() {
    return width(owed());
  }

  private long width(long part) {
    return total() <= 0 ? 0 : Math.round(1000.0 * part / total());
  }
}
