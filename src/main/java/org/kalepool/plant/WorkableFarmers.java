package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks;
import org.kalepool.kale.GameRules;
import org.kalepool.pooler.HashingRoom;
import org.kalepool.pooler.HashingRoom.Room;

/** Chooses those whose pails their poolers can be expected to work. */
@Singleton
final class WorkableFarmers {
  private static final Logger LOG = Logger.getLogger(WorkableFarmers.class);

  private final HashingRoom hashing;
  private final PlantingRepository plantings;
  private final HeldBack heldBack;
  private volatile long warnedOf = -1;

  WorkableFarmers(HashingRoom hashing, PlantingRepository plantings, HeldBack heldBack) {
    this.hashing = hashing;
    this.plantings = plantings;
    this.heldBack = heldBack;
  }

  /** Who is to be planted, and what of it their poolers may have at stake. */
  record Chosen(List<PlantCandidate> farmers, Allowances allowances) {}

  /** Those for whom there is room, in their order; the others are held back until there is. */
  Chosen of(PlantDecision target, Blocks.Current now, List<PlantCandidate> farmers) {
    long due = now.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    double seconds =
        target.opens() ? GameRules.BLOCK_INTERVAL_SECONDS : Math.max(0, due - now.closeTime());
    Map<UUID, Room> rooms = new HashMap<>();
    Map<UUID, Long> taken = new HashMap<>();
    Chosen chosen = new Chosen(new ArrayList<>(), new Allowances());
    String why = "";
    for (PlantCandidate farmer : farmers) {
      UUID pooler = farmer.pooler();
      Room room = rooms.get(pooler);
      if (room == null) {
        room = hashing.of(pooler, target.block(), !target.opens(), seconds);
        rooms.put(pooler, room);
        chosen.allowances().allow(pooler, room.stakes());
      }
      if (fits(room, target.block(), pooler, taken)) {
        taken.merge(pooler, 1L, Long::sum);
        heldBack.release(target.block(), farmer.farmer());
        chosen.farmers().add(farmer);
      } else {
        why = room.why();
        heldBack.hold(target.block(), farmer, room.cause(), why);
      }
    }
    if (chosen.farmers().size() < farmers.size() && warnedOf != target.block()) {
      warnedOf = target.block();
      LOG.warnf(
          "%d of %d farmers are not planted in block %d for now: %s",
          farmers.size() - chosen.farmers().size(), farmers.size(), target.block(), why);
    }
    return chosen;
  }

  private boolean fits(Room room, long block, UUID pooler, Map<UUID, Long> taken) {
    return !room.bounded()
        || taken.computeIfAbsent(pooler, p -> plantings.underWay(block, p)) < room.farmers();
  }
}
