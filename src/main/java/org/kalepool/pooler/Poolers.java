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
}
