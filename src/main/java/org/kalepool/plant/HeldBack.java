package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.kalepool.stellar.Cause;

/**
 * Why farmers who ought to be planted are not asked for now. Such a reason may pass, so it becomes
 * a row only when the block is over. Kept in memory: after a restart the reason is found again as
 * long as it lasts.
 */
@Singleton
final class HeldBack {
  /** A block is judged when it has closed, at the latest two blocks after. */
  private static final int BLOCKS = 4;

  private final NavigableMap<Long, Map<UUID, Held>> reasons = new TreeMap<>();

  private record Held(UUID pooler, Failure reason) {}

  synchronized void hold(long block, PlantCandidate farmer, Cause cause, String why) {
    Failure reason = new Failure(farmer.farmer(), cause, why, null);
    reasons
        .computeIfAbsent(block, _ -> new HashMap<>())
        .put(farmer.farmer(), new Held(farmer.pooler(), reason));
    while (reasons.size() > BLOCKS) {
      reasons.pollFirstEntry();
    }
  }

  /** Whether it has been decided for this block that it would not pay. */
  boolean doesNotPay(long block, UUID farmer) {
    return reason(block, farmer).filter(why -> why.cause() == Cause.NOT_PAYING).isPresent();
  }

  /** It is not held back any more. */
  synchronized void release(long block, UUID farmer) {
    Map<UUID, Held> held = reasons.get(block);
    if (held != null) {
      held.remove(farmer);
    }
  }

  /** What held a pooler's farmers back may be so no more: the next look finds out. */
  synchronized void forget(long block, UUID pooler) {
    reasons.getOrDefault(block, Map.of()).values().removeIf(held -> held.pooler().equals(pooler));
  }

  synchronized Optional<Failure> reason(long block, UUID farmer) {
    return Optional.ofNullable(reasons.getOrDefault(block, Map.of()).get(farmer)).map(Held::reason);
  }
}
