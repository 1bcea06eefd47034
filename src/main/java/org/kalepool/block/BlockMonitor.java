package org.kalepool.block;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.BlockOperations.Seen;
import org.kalepool.kale.GameRules;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.FarmView;
import org.kalepool.stellar.Chain.LedgerTip;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.RpcException;

/**
 * Polls the network and turns what is new into events.
 *
 * <p>Nodes behind one address lag one another, so ledger, farm and index each only ever move
 * forward: an answer older than what was seen is ignored. A new index counts once its {@code Block}
 * can be read, because the stages need its limits.
 */
@ApplicationScoped
class BlockMonitor implements Sweep, Blocks, MonitorHealth {
  private static final Logger LOG = Logger.getLogger(BlockMonitor.class);

  /** Blocks are stored for about a day; older ones cannot be read any more. */
  private static final long MOST_MISSED = 300;

  private final Chain chain;
  private final BlockOperations operations;
  private final Clock clock;
  private final Duration interval;
  private final Event<LedgerClosed> ledgerClosed;
  private final Event<BlockOpened> blockOpened;
  private final Event<BlockDue> blockDue;
  private final PollRecord polls;
  private final RecentLedgers ledgers = new RecentLedgers();
  private volatile @Nullable Known known;

  /** The newest tip, and the newest farm, which may be of another ledger. */
  private record Known(LedgerTip tip, FarmView view) {
    long index() {
      return view.farm().index();
    }

    long openedAt() {
      return view.farm().observed().timestamp();
    }

    Current current() {
      return new Current(
          index(),
          openedAt(),
          isDue(tip, view),
          view.farm().paused(),
          tip.sequence(),
          tip.closeTime());
    }
  }

  BlockMonitor(
      Chain chain,
      BlockOperations operations,
      Clock clock,
      BlockSettings settings,
      Event<LedgerClosed> ledgerClosed,
      Event<BlockOpened> blockOpened,
      Event<BlockDue> blockDue) {
    this.chain = chain;
    this.operations = operations;
    this.clock = clock;
    this.interval = settings.pollInterval();
    this.ledgerClosed = ledgerClosed;
    this.blockOpened = blockOpened;
    this.blockDue = blockDue;
    this.polls = new PollRecord(interval);
  }

  @Override
  public String name() {
    return "block";
  }

  @Override
  public Duration every() {
    return interval;
  }

  /** Its rows are kept by whoever comes first, and the API of every process tells the block. */
  @Override
  public boolean everywhere() {
    return true;
  }

  @Override
  public void sweep() {
    Instant now = clock.instant();
    if (!polls.mayTry(now)) {
      return;
    }
    try {
      poll();
      polls.succeeded(clock.instant());
    } catch (RpcException e) {
      polls.failed(clock.instant(), String.valueOf(e.getMessage()));
      LOG.warnf("the network cannot be read (%d in a row): %s", polls.failures(), e.getMessage());
    }
  }

  private void poll() {
    Known before = known;
    // The tip first: a farm read after it can only be newer, so a block never looks due too early.
    LedgerTip tip = chain.tip();
    FarmView view = chain.farm();
    if (before != null && tip.sequence() <= before.tip().sequence()) {
      tip = before.tip();
    } else {
      ledgers.add(tip);
    }
    if (before != null && isOlder(view, before.view())) {
      view = before.view();
    }
    boolean opened = before == null || view.farm().index() > before.index();
    if (opened && !recordOpening(tip, view)) {
      if (before == null) {
        return;
      }
      opened = false;
      view = before.view();
    }
    Known after = new Known(tip, view);
    known = after;
    tell(before, after, opened);
  }

  private static boolean isOlder(FarmView view, FarmView before) {
    return view.ledger() < before.ledger() || view.farm().index() < before.farm().index();
  }

  /**
   * A block that should have closed and cannot be read has expired, after nobody planted for as
   * long as entries live; a younger one is on its way to the node that answered.
   *
   * @return false if the new block cannot be read yet
   */
  private boolean recordOpening(LedgerTip tip, FarmView view) {
    long index = view.farm().index();
    Optional<StoredBlock> stored = chain.block(index);
    if (stored.isEmpty() && !isDue(tip, view)) {
      LOG.debugf("block %d is running, but cannot be read yet", index);
      return false;
    }
    long openedAt = view.farm().observed().timestamp();
    operations.opened(seen(index, openedAt, stored.orElse(null)), missed(index), view.ledger());
    return true;
  }

  private static boolean isDue(LedgerTip tip, FarmView view) {
    long end = view.farm().observed().timestamp() + GameRules.BLOCK_INTERVAL_SECONDS;
    return tip.closeTime() >= end;
  }

  private List<Seen> missed(long index) {
    OptionalLong newest = operations.newest();
    List<Seen> missed = new ArrayList<>();
    if (newest.isPresent()) {
      long first = Math.max(newest.getAsLong() + 1, index - MOST_MISSED);
      for (long i = first; i < index; i++) {
        long block = i;
        chain.block(i).ifPresent(b -> missed.add(seen(block, b.block().timestamp(), b)));
      }
    }
    return missed;
  }

  private Seen seen(long index, long openedAt, @Nullable StoredBlock stored) {
    OptionalLong ledger = ledgers.closedAt(openedAt);
    return new Seen(index, openedAt, stored, ledger.isPresent() ? ledger.getAsLong() : null);
  }

  private void tell(@Nullable Known before, Known after, boolean opened) {
    boolean newLedger = before == null || after.tip().sequence() > before.tip().sequence();
    Current current = after.current();
    if (newLedger) {
      if (after.openedAt() == after.tip().closeTime()) {
        operations.openedIn(after.index(), after.tip().sequence());
      }
      ledgerClosed.fire(new LedgerClosed(current.ledger(), current.closeTime()));
    }
    if (opened) {
      LOG.infof("block %d opened at %d", current.index(), current.openedAt());
      blockOpened.fire(new BlockOpened(current.index(), current.openedAt(), after.view().ledger()));
    }
    if (newLedger && current.due() && !current.paused()) {
      blockDue.fire(new BlockDue(current.index() + 1, current.ledger()));
    }
  }

  @Override
  public Optional<Current> current() {
    Known seen = known;
    return seen == null ? Optional.empty() : Optional.of(seen.current());
  }

  @Override
  public Optional<Instant> lastSuccess() {
    return polls.lastSuccess();
  }

  @Override
  public int consecutiveFailures() {
    return polls.failures();
  }

  @Override
  public Optional<String> lastError() {
    return polls.lastError();
  }
}
