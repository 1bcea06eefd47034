package org.kalepool.pooler;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is with a pooler; provided by the module that keeps the farmers. */
public interface PoolerFarmers {
  /** Farmers that have a place with a pooler now, all and active ones. */
  @RegisterForReflection
  record Places(long all, long active) {}

  Places places(UUID pooler);

  /**
   * Who have not departed and whose terms can change, as those of vaults cannot, in the order of
   * registration; they stay with the pooler until the caller's database transaction ends.
   *
   * @param farmer only this one; null: all
   */
  List<UUID> staying(UUID pooler, @Nullable UUID farmer);
}
