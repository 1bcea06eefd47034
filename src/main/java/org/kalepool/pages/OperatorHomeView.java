package org.kalepool.pages;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kalepool.ops.Figured;
import org.kalepool.ops.OperatorOverview;
import org.kalepool.ops.OperatorStatus;

/**
 * The first page of operators.
 *
 * @param blocks the last ones, newest first
 * @param today its figures so far; null before its first block
 * @param networkNow the time by the network
 * @param backup when the pool made the newest backup; null if it has made none
 */
public record OperatorHomeView(
    List<OperatorNeed> needs,
    OperatorStatus.Shown status,
    OperatorOverview.Shown more,
    List<Figured.Block> blocks,
    Figured.@Nullable Day today,
    Instant networkNow,
    @Nullable Instant backup) {
  private static final int BAR = 10;
  private static final int HEIGHT = 48;
  private static final int SHOWN = 10;

  /** What needs a hand, in a sentence. */
  public String sentence() {
    return needs.isEmpty()
        ? "Nothing needs you"
        : needs.size() == 1 ? "1 thing needs you" : needs.size() + " things need you";
  }

  /** States of farmers that there are. */
  public Map<String, Integer> states() {
    return status.farmers();
  }

  /**
   * A block in the strip.
   *
   * @param x where it begins
   * @param height of what was worked, of {@link #height}
   */
  public record Bar(Figured.Block block, int x, long height) {
    /** From the top. */
    public long y() {
      return HEIGHT - height;
    }

    /** Its class. */
    public String kind() {
      boolean over = block.seconds() != null;
      return block.lost() > 0
          ? "bar-lost"
          : over && block.worked() < block.planted() ? "bar-less" : "bar";
    }
  }

  /** The strip, the oldest on the left. */
  public List<Bar> bars() {
    int many = blocks.size();
    return IntStream.range(0, many)
        .mapToObj(
            i -> {
              Figured.Block block = blocks.get(many - 1 - i);
              long of = Math.max(block.farmers(), 1);
              return new Bar(
                  block, i * BAR, Math.max(2, Math.min(block.worked(), of) * HEIGHT / of));
            })
        .toList();
  }

  /** The newest of them, for the table. */
  public List<Figured.Block> newest() {
    return blocks.subList(0, Math.min(SHOWN, blocks.size()));
  }

  public int stripWidth() {
    return Math.max(60, blocks.size()) * BAR;
  }

  public int height() {
    return HEIGHT;
  }
}
