package org.kalepool.plant;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;

/** How much more may be staked for each pooler, while a block's plants are asked for. */
final class Allowances {
  private final Map<UUID, Kale> left = new HashMap<>();

  /**
   * @param stakes null: as much as there is
   */
  void allow(UUID pooler, @Nullable Kale stakes) {
    if (stakes != null) {
      left.put(pooler, stakes);
    }
  }

  /** As much of a stake as may be; what is taken is gone. */
  Kale take(UUID pooler, Kale stake) {
    Kale most = left.get(pooler);
    if (most == null) {
      return stake;
    }
    Kale taken = stake.min(most);
    left.put(pooler, most.minus(taken));
    return taken;
  }
}
