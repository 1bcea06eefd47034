package org.kalepool.machine;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.FarmView;
import org.kalepool.stellar.Chain.LedgerTip;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.RpcException;

/**
 * The running block, read from the machine's own node. Ledger and block only ever move forward: an
 * answer older than what was seen is ignored, and a new block counts once its limits can be read.
 */
final class BlockWatch {
  private final Chain chain;
  private final Clock clock;
  private @Nullable LedgerTip tip;
  private @Nullable FarmView farm;
  private volatile @Nullable Seen seen;
  private volatile @Nullable Instant lastSuccess;
  private volatile @Nullable String lastError;

  BlockWatch(Chain chain, Clock clock) {
    this.chain = chain;
    this.clock = clock;
  }

  /**
   * What was seen.
   *
   * @param block the running block's limits; null for one that has expired, so that the next plant
   *     opens another
   */
  record Seen(Current current, @Nullable Block block) {}

  /**
   * Looks again.
   *
   * @throws RpcException if the node cannot be asked
   */
  void poll() {
    try {
      look();
      lastSuccess = clock.instant();
      lastError = null;
    } catch (RpcException e) {
      lastError = String.valueOf(e.getMessage());
      throw e;
    }
  }

  private void look() {
    // The tip first: a farm read after it can only be newer, so a block never looks due too early.
    LedgerTip newTip = chain.tip();
    FarmView newFarm = chain.farm();
    LedgerTip knownTip = tip;
    if (knownTip == null || newTip.sequence() > knownTip.sequence()) {
      tip = newTip;
      knownTip = newTip;
    }
    FarmView knownFarm = farm;
    Seen before = seen;
    if (knownFarm == null
        || (newFarm.ledger() >= knownFarm.ledger()
            && newFarm.farm().index() >= knownFarm.farm().index())) {
      knownFarm = newFarm;
    }
    long index = knownFarm.farm().index();
    Block block = before != null && before.current().index() == index ? before.block() : null;
    Current current = current(knownTip, knownFarm);
    if (block == null) {
      Optional<StoredBlock> stored = chain.block(index);
      if (stored.isEmpty() && !current.due()) {
        if (before != null && farm != null) {
          seen = new Seen(current(knownTip, farm), before.block());
        }
        return; // on its way to the node that answered
      }
      block = stored.map(StoredBlock::block).orElse(null);
    }
    farm = knownFarm;
    seen = new Seen(current, block);
  }

  private static Current current(LedgerTip tip, FarmView view) {
    long openedAt = view.farm().observed().timestamp();
    boolean due = tip.closeTime() >= openedAt + GameRules.BLOCK_INTERVAL_SECONDS;
    return new Current(
        view.farm().index(), openedAt, due, view.farm().paused(), tip.sequence(), tip.closeTime());
  }

  /** Empty before the first look that brought something. */
  Optional<Seen> seen() {
    return Optional.ofNullable(seen);
  }

  Optional<Instant> lastSuccess() {
    return Optional.ofNullable(lastSuccess);
  }

  /** What the last look failed by; empty after one that did not. */
  Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }
}
