package org.kalepool.testing;

import java.util.List;

/** A pooler on a machine elsewhere that is heard of for ever and asks for plants in every block. */
public final class HeardPooler {
  private static final long BLOCKS = 1000;

  private HeardPooler() {}

  /**
   * What makes one of a row of {@code poolers}; each statement takes its id.
   *
   * @param from the first of the thousand blocks in which it asks
   */
  public static List<String> statements(long from) {
    return List.of(
        "update poolers set max_debt = 1000000000000000 where id = ?",
        """
        insert into pooler_heartbeats
          (pooler_id, at, version, hash_rate, threads, capacity, paused)
        values (?, timestamptz '2200-01-01', 'test', 1000000, 1, 100, false)\
        """,
        """
        insert into plant_requests (pooler_id, block_index, capacity, asked_at)
        select ?, block, 100, timestamptz '2200-01-01' from generate_series(%d, %d) block\
        """
            .formatted(from, from + BLOCKS));
  }
}
