package org.kalepool.books;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a farmer had over time, by the books as they were compared with the chain after a block.
 * KALE in the account and in open pails, the pooler's part not taken off; stroops, newest first.
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

  /** After a block. */
  @RegisterForReflection
  @Schema(name = "BalanceAfterBlock")
  public record AfterBlock(long blockIndex, long kale, Instant at) {}

  /**
   * At the end of a day, of the running one so far.
   *
   * @param day in UTC
   * @param blockIndex the last block of it
   */
  @RegisterForReflection
  @Schema(name = "BalanceOfDay")
  public record OfDay(LocalDate day, long blockIndex, long kale) {}
}
