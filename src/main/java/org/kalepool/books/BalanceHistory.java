package org.kalepool.books;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a farmer had over time, by the books as they were compared with the chain after a block.
 * KALE in the account and in open pails, the pooler's part not taken off, and XLM spent on fees, of
 * what the pooler's wallet has advanced, too; stroops, newest first.
 *
 * @param blocks of the last day, at most {@value #MOST_BLOCKS}
 * @param days of the last year, at most {@value #MOST_DAYS}
 */
@Schema(name = "BalanceHistory")
public record BalanceHistory(List<AfterBlock> blocks, List<OfDay> days) {
  static final int MOST_BLOCKS = 288;
  static final int MOST_DAYS = 366;

  public BalanceHistory {
    blocks = List.copyOf(blocks);
    days = List.copyOf(days);
  }

  /**
   * After a block.
   *
   * @param fees of the block's plant, works and harvest, as far as they have been charged by now
   */
  @RegisterForReflection
  @Schema(name = "BalanceAfterBlock")
  public record AfterBlock(long blockIndex, long kale, long fees, Instant at) {}

  /**
   * At the end of a day, of the running one so far.
   *
   * @param day in UTC
   * @param blockIndex the last block of it
   * @param fees since the day before that is kept; null where that, or what was spent by then, is
   *     not
   */
  @RegisterForReflection
  @Schema(name = "BalanceOfDay")
  public record OfDay(LocalDate day, long blockIndex, long kale, @Nullable Long fees) {}
}
