package org.kalepool.pages;

import java.util.List;
import org.kalepool.ops.LatelyHarvested;

/**
 * What a pooler's newest blocks brought, as bars without words.
 *
 * @param bars the oldest on the left
 */
public record Sparkline(List<Bar> bars) {
  private static final int BLOCKS = 60;
  private static final int STEP = 4;
  private static final int HEIGHT = 24;

  public Sparkline {
    bars = List.copyOf(bars);
  }

  /** A block's. */
  public record Bar(long x, long height) {
    /** From the top. */
    public long y() {
      return HEIGHT - height;
    }
  }

  /**
   * @param blocks newest first; those that are not there have brought nothing
   */
  static Sparkline of(List<LatelyHarvested.OfBlock> blocks) {
    if (blocks.isEmpty()) {
      return new Sparkline(List.of());
    }
    long first = Math.max(blocks.getFirst().block() - BLOCKS + 1, blocks.getLast().block());
    List<LatelyHarvested.OfBlock> shown =
        blocks.stream().filter(block -> block.block() >= first).toList();
    long most = shown.stream().mapToLong(LatelyHarvested.OfBlock::rewards).max().orElse(0);
    double of = Math.max(1, most);
    return new Sparkline(
        shown.stream()
            .map(
                block ->
                    new Bar(
                        (block.block() - first) * STEP,
                        Math.max(1, Math.round(block.rewards() * HEIGHT / of))))
            .toList());
  }

  public int width() {
    return BLOCKS * STEP;
  }

  public int height() {
    return HEIGHT;
  }
}
