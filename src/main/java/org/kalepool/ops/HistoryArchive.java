package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts old blocks away, and envelopes that cannot matter any more. What may go, and that nothing
 * goes that is not held by the archive, is the database's rule (V12).
 */
@ApplicationScoped
class HistoryArchive {
  /** Spans of blocks that end so many blocks before the newest one. */
  static final String ARCHIVE =
      "select archive_history((select max(block_index) from known_blocks) - ?, ?, ?)";

  private final EntityManager entities;
  private final Clock clock;
  private final int keepBlocks;
  private final int pageBlocks;
  private final Duration keepEnvelopes;

  HistoryArchive(
      EntityManager entities,
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
    this.entities = entities;
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
    int pages =
        (Integer)
            entities
                .createNativeQuery(ARCHIVE, Integer.class)
                .setParameter(1, keepBlocks)
                .setParameter(2, pageBlocks)
                .setParameter(3, 1)
                .getSingleResult();
    return pages > 0;
  }

  /**
   * Lets envelopes of transactions go that were settled long enough ago.
   *
   * @return how many
   */
  @Transactional
  int dropEnvelopes(int most) {
    return (Integer)
        entities
            .createNativeQuery("select drop_envelopes(?, ?)", Integer.class)
            .setParameter(1, clock.instant().minus(keepEnvelopes))
            .setParameter(2, most)
            .getSingleResult();
  }
}
