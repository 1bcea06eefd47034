package org.kalepool.work;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Block;

/**
 * The works of other poolers' farmers in the running block: sees on the chain what their poolers
 * have sent, and sends what these have handed over. When is the poolers' own choice, so it is at
 * once.
 */
@Singleton
final class RemoteWorks {
  private final WorkEnd end;
  private final BestNonceRepository nonces;
  private final Submissions submissions;
  private final WorkSettings settings;
  private long readLedger = -1;

  RemoteWorks(
      WorkEnd end, BestNonceRepository nonces, Submissions submissions, WorkSettings settings) {
    this.end = end;
    this.nonces = nonces;
    this.submissions = submissions;
    this.settings = settings;
  }

  /** What a look has come to. */
  enum Seen {
    NOTHING,

    /** A work that a pooler has sent itself; there was no look yet at what is to be sent. */
    ADOPTED,

    /**
     * Works were asked for. One that is refused, now or before, is asked for again with the next
     * ledger, and not sooner.
     */
    ASKED
  }

  /**
   * Looks, at the pails once a ledger. Where it has seen something, what was read is not so now.
   */
  Seen look(Current current, Block block, List<PlantedFarmer> farmers) {
    if (farmers.isEmpty()) {
      return Seen.NOTHING;
    }
    if (current.ledger() > readLedger) {
      readLedger = current.ledger();
      if (end.adoptBetter(current.index(), farmers)) {
        return Seen.ADOPTED;
      }
    }
    List<DueWork> due = due(current.index(), farmers);
    submissions.handOver(due, current, block);
    return due.isEmpty() ? Seen.NOTHING : Seen.ASKED;
  }

  private List<DueWork> due(long index, List<PlantedFarmer> farmers) {
    Map<UUID, List<Find>> kept =
        nonces.kept(index, farmers.stream().map(PlantedFarmer::farmer).toList());
    List<DueWork> due = new ArrayList<>();
    for (PlantedFarmer farmer : farmers) {
      Optional<Find> best =
          kept.getOrDefault(farmer.farmer(), List.of()).stream()
              .max(Comparator.comparingInt(Find::zeros));
      boolean free =
          farmer.flyingZeros() < 0 && !farmer.poor() && farmer.sends() < settings.maxSends();
      if (free && best.isPresent() && best.get().zeros() > farmer.landedZeros()) {
        due.add(new DueWork(farmer, WorkKind.FINAL, best.get()));
      }
    }
    return due;
  }
}
