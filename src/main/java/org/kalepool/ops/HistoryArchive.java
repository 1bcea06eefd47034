package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.kalepool.db.Db;

/**
 * Puts old blocks away, and envelopes that cannot matter any more. What may go, and that nothing
 * goes that is not held by the archive, is the database's rule (V12).
 */
@ApplicationScoped
class HistoryArchive {
  /** Spans of blocks that end so many blocks before the newest one. */
  static final String ARCHIVE =
      "select archive_history((select max(block_index) from block_operations) - ?, ?, ?)";

  private final Db db;
  private final Clock clock;
  private final int keepBlocks;
  private final int pageBlocks;
  private final Duration keepEnvelopes;

  HistoryArchive(
      Db db,
      Clock clock,
      @ConfigProperty(name = "kale.history.keep-blocks", defaultValue = "300") int keepBlocks,
      @ConfigProperty(name = "kale.history.page-blocks", defaultValue = "32") int pageBlocks,
      @ConfigProperty(name = "kale.history.keep-envelopes", defaultValue = "1h")
          Duration keepEnvelopes) {
    if (keepBlocks < 12) {
      throw new IllegalArgumentException(
          "kale.history.keep-blocks must be at least 12, not " + keepBlocks);
    }
    if (pageBlocks < 1 || pageBlocks > 1_000) {
      throw new IllegalArgumentException(
          "kale.history.page-blocks must be 1 to 1000, not " + pageBlocks);
    }
    this.db = db;
    this.clock = clock;
    this.keepBlocks = keepBlocks;
    this.pageBlocks = pageBlocks;
    this.keepEnvelopes = keepEnvelopes;
  }

  /**
   * Archives one farmer's span of blocks, the oldest that can be.
   *
   * @return whether there was one
   */
  @Transactional
  boolean archivePage() {
    return db.one(ARCHIVE, row -> row.getInt(1) > 0, keepBlocks, pageBlocks, 1).orElseThrow();
  }

  /**
   * Lets envelopes of transactions go that were settled long enough ago.
   *
   * @return how many
   */
  @Transactional
  int dropEnvelopes(int most) {
    return db.one(
            "select drop_envelopes(?, ?)",
            row -> row.getInt(1),
            clock.instant().minus(keepEnvelopes),
            most)
        .orElseThrow();
  }
}
