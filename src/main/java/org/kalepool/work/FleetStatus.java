package org.kalepool.work;

import java.util.List;
import java.util.Optional;
import org.kalepool.work.fleet.HasherStatus;

/**
 * The machines that hash for this pooler beside its own.
 *
 * @param configured whether there is a broker in the settings
 * @param trouble what is wrong with the broker, in one sentence; empty if nothing is
 * @param hashers those that are there, and those lost in the last ten minutes
 */
public record FleetStatus(
    boolean configured, Optional<String> trouble, List<HasherStatus> hashers) {
  /** Nobody but this process. */
  public static final FleetStatus NONE = new FleetStatus(false, Optional.empty(), List.of());

  /** Whether the broker is there. */
  public boolean connected() {
    return configured && trouble.isEmpty();
  }

  /** Takes a copy of the list. */
  public FleetStatus {
    hashers = List.copyOf(hashers);
  }
}
