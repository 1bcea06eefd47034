package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;

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
  private final HistorySettings settings;

  HistoryArchive(EntityManager entities, Clock clock, HistorySettings settings) {
    this.entities = entities;
    this.clock = clock;
    this.settings = settings;
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
                .setParameter(1, settings.keepBlocks())
                .setParameter(2, settings.pageBlocks())
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
            .setParameter(1, clock.instant().minus(settings.keepEnvelopes()))
            .setParameter(2, most)
            .getSingleResult();
  }
}
