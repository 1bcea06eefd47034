package org.kalepool.work;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.kalepool.work.plan.WorkPlan;

/**
 * The work engine: mines for whoever is planted, keeps the best finds, and sends what is due. Who
 * is planted it is told; where finds are kept and how works are sent is the business of {@link
 * KeptNonces} and {@link WorkSender}, so the engine is the same with a database beside it and on a
 * pooler's machine without one. One thread at a time calls {@link #step}.
 */
@Singleton
public final class WorkEngine {
  private static final Logger LOG = Logger.getLogger(WorkEngine.class);

  private final WorkSettings settings;
  private final MiningBoard board;
  private final Hashing hashing;
  private final KeptNonces nonces;
  private final Submissions submissions;
  private final FindKeeper keeper;
  private final Progress progress;
  private long hashedLedger = -1;

  WorkEngine(
      WorkSettings settings,
      MiningBoard board,
      Hashing hashing,
      KeptNonces nonces,
      Submissions submissions,
      FindKeeper keeper,
      Progress progress) {
    this.settings = settings;
    this.board = board;
    this.hashing = hashing;
    this.nonces = nonces;
    this.submissions = submissions;
    this.keeper = keeper;
    this.progress = progress;
  }

  /**
   * What came of a step.
   *
   * @param next when to look again, if nothing happens before; null if there is no such time
   * @param asked whether a work was handed over
   */
  public record Step(@Nullable Instant next, boolean asked) {}

  /**
   * Runs on a hashing thread at each find that is worth keeping at once; must not wait, and have
   * {@link #keepFinds} called soon.
   */
  public void onRareFind(Runnable action) {
    board.onRareFind(action);
  }

  /** The search in any block before this one ends at once. */
  public void abandonBefore(long index) {
    board.abandonBefore(index);
  }

  /**
   * Takes the farmers in, keeps what was found, and hands over the works whose time has come.
   *
   * @param block the running block
   * @param farmers who are planted in it and mined for here, in the order of their turns
   * @param others who are planted in it, and whose works are another pooler's business
   */
  public Step step(
      Current current, Block block, List<PlantedFarmer> farmers, List<PlantedFarmer> others) {
    board.open(WorkPlan.of(current.index(), block, settings.pastMax()), block.entropy());
    takeIn(farmers, current.index(), block.entropy());
    hashing.wake();
    if (current.ledger() > hashedLedger) {
      long passed = hashedLedger < 0 ? 1 : current.ledger() - hashedLedger;
      hashedLedger = current.ledger();
      hashing.ledgers(passed, current.closeTime());
    }
    keepFinds();
    progress.note();
    Submissions.Sent sent =
        submissions.send(current, block, farmers, others, hashing.rate(Duration.ofMinutes(1)));
    progress.nextSend(sent.next());
    return new Step(sent.next(), sent.asked());
  }

  private void takeIn(List<PlantedFarmer> farmers, long index, Hash entropy) {
    List<PlantedFarmer> added =
        farmers.stream().filter(farmer -> !board.has(index, farmer.farmer())).toList();
    farmers.forEach(farmer -> put(farmer, index));
    if (added.isEmpty()) {
      return;
    }
    Map<UUID, List<Find>> kept =
        nonces.kept(index, added.stream().map(PlantedFarmer::farmer).toList());
    for (PlantedFarmer farmer : added) {
      for (Find find : kept.getOrDefault(farmer.farmer(), List.of())) {
        offer(farmer, index, entropy, find);
      }
    }
  }

  private void offer(PlantedFarmer farmer, long index, Hash entropy, Find kept) {
    Hash hash = WorkHash.of(index, kept.nonce(), entropy, farmer.custodial());
    if (hash.equals(kept.hash())) {
      board.offer(index, farmer.farmer(), kept.nonce(), true);
    } else {
      LOG.errorf("stored nonce of farmer %s in block %d is wrong", farmer.farmer(), index);
    }
  }

  private void put(PlantedFarmer farmer, long index) {
    boolean useful = farmer.landedZeros() < 0 || farmer.sends() < settings.maxSends();
    board.put(
        index,
        farmer.farmer(),
        farmer.order(),
        farmer.custodial(),
        farmer.stake() > 0 ? settings.stakeLead() : 0,
        farmer.landedZeros(),
        useful);
  }

  /** See {@link FindKeeper#keep}. */
  public void keepFinds() {
    keeper.keep();
  }
}
