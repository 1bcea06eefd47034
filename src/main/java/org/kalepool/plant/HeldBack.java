package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Why farmers who ought to be planted are not asked for now. Such a reason may pass, so it becomes
 * a row only when the block is over. Kept in memory: after a restart the reason is found again as
 * long as it lasts.
 */
@Singleton
final class HeldBack implements HoldReasons {
  /** A block is judged when it has closed, at the latest two blocks after. */
  private static final int BLOCKS = 4;

  private final NavigableMap<Long, Map<UUID, Failure>> reasons = new TreeMap<>();

  synchronized void hold(long block, Failure reason) {
    reasons.computeIfAbsent(block, _ -> new HashMap<>()).put(reason.farmer(), reason);
    while (reasons.size() > BLOCKS) {
      reasons.pollFirstEntry();
    }
  }

  /** It is not held back any more. */
  synchronized void release(long block, UUID farmer) {
    Map<UUID, Failure> held = reasons.get(block);
    if (held != null) {
      held.remove(farmer);
    }
  }

  synchronized Optional<Failure> reason(long block, UUID farmer) {
    return Optional.ofNullable(reasons.getOrDefault(block, Map.of()).get(farmer));
  }

  @Override
  public Optional<Reason> of(long block, UUID farmer) {
    return reason(block, farmer).map(held -> new Reason(held.cause(), held.detail()));
  }
}
