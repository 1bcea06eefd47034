package org.kalepool.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.ops.LatelyHarvested;
import org.kalepool.pooler.PoolerAnswer;

/**
 * One pooler.
 *
 * @param day its last day, null if nothing was harvested
 * @param blocks of that day, newest first
 */
public record PoolerView(
    PoolerAnswer pooler,
    LatelyHarvested.@Nullable OfPooler day,
    List<LatelyHarvested.OfBlock> blocks) {
  public PoolerView {
    blocks = List.copyOf(blocks);
  }

  /** Its id. */
  public String id() {
    return pooler.poolerId().toString();
  }

  /** What a farmer earned in the last day, stroops. */
  public long earned() {
    return day == null ? 0 : day.rewards() / day.farmers();
  }

  /** A pail's stake, stroops. */
  public long stake() {
    return day == null ? 0 : day.stakes() / day.pails();
  }

  /** A pail's reward, stroops. */
  public long reward() {
    return day == null ? 0 : day.rewards() / day.pails();
  }
}
