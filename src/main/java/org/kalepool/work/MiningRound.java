package org.kalepool.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.work.miner.Job;
import org.kalepool.work.miner.NonceBlocks;
import org.kalepool.work.plan.Candidate;
import org.kalepool.work.plan.WorkPlan;

/** The block that is mined in. Guarded by the lock of its {@link MiningBoard}. */
final class MiningRound {
  final WorkPlan plan;
  final Hash entropy;
  final Map<UUID, Mined> farmers = new LinkedHashMap<>();
  final Map<Job, Mined> byJob = new HashMap<>();
  final Map<Integer, UUID> byThread = new HashMap<>();

  MiningRound(WorkPlan plan, Hash entropy) {
    this.plan = plan;
    this.entropy = entropy;
  }

  /** One farmer of the round. */
  static final class Mined {
    final UUID id;
    final long order;
    final double lead;
    final Job job;
    final NonceBlocks nonces;
    final NavigableMap<Integer, Find> finds = new TreeMap<>();
    final Set<Integer> stored = new HashSet<>();
    int landed = -1;
    boolean minable = true;
    int threads;

    Mined(UUID id, long order, double lead, Job job, NonceBlocks nonces) {
      this.id = id;
      this.order = order;
      this.lead = lead;
      this.job = job;
      this.nonces = nonces;
    }

    int level() {
      return Math.max(landed, finds.isEmpty() ? -1 : finds.lastKey());
    }

    Candidate<UUID> candidate() {
      return new Candidate<>(id, order, level(), lead, threads, minable);
    }
  }

  List<Candidate<UUID>> candidates() {
    List<Candidate<UUID>> candidates = new ArrayList<>(farmers.size());
    for (Mined mined : farmers.values()) {
      candidates.add(mined.candidate());
    }
    return candidates;
  }

  /** A thread leaves one farmer for another, or for none. */
  void move(int thread, @Nullable UUID before, @Nullable UUID after) {
    if (before != null && !before.equals(after)) {
      Mined left = farmers.get(before);
      if (left != null) {
        left.threads--;
      }
    }
    if (after == null) {
      byThread.remove(thread);
    } else if (!after.equals(before)) {
      byThread.put(thread, after);
      Mined joined = farmers.get(after);
      if (joined != null) {
        joined.threads++;
      }
    }
  }
}
