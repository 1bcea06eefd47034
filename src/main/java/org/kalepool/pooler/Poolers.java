package org.kalepool.pooler;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The poolers. */
public interface Poolers {
  Optional<Pooler> find(UUID id);

  List<Pooler> all();

  /** The pooler this process hashes for, made at first start from the settings. */
  Pooler own();

  /**
   * Locks the pooler until the caller's database transaction ends, so that of several newcomers at
   * once only as many find room as there is. Who has not paid takes none.
   *
   * @return whether it is active and has room for one farmer more
   */
  boolean reserve(UUID id);
}
