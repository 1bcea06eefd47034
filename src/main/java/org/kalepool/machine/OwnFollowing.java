package org.kalepool.machine;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.machine.ChannelBook.End;
import org.kalepool.machine.OwnFlight.OwnWork;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Envelopes.Fate;
import org.kalepool.stellar.Envelopes.Sent;
import org.kalepool.stellar.Envelopes.Signed;
import org.kalepool.stellar.Envelopes.Wanted;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RpcException;

/**
 * Finds out what became of what the machine has sent itself, until it is in a ledger or can be in
 * none; what the backend can still do something about goes there.
 */
final class OwnFollowing {
  private static final Logger LOG = Logger.getLogger(OwnFollowing.class);

  /** Ledgers that one is given to land in before it is bumped. */
  private static final int PATIENCE = 2;

  private final OwnAccounts accounts;
  private final Channels channels;
  private final OwnWorks works;
  private final LandedWork landed;
  private final Map<OwnFlight, Long> lookedAt = new HashMap<>();

  /** Fee bumps by their hash, and the newest ledger when they were sent. */
  private final Map<Hash, Long> sentAt = new HashMap<>();

  private final AtomicLong landedWorks = new AtomicLong();
  private final AtomicLong failedWorks = new AtomicLong();
  private final AtomicLong fees = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();

  /** Hears of a work that is in a ledger, before it counts as ended. */
  interface LandedWork {
    void in(long block, OwnWork work, long ledger);
  }

  OwnFollowing(OwnAccounts accounts, Channels channels, OwnWorks works, LandedWork landed) {
    this.accounts = accounts;
    this.channels = channels;
    this.works = works;
    this.landed = landed;
  }

  /** Asks once a ledger for each. */
  void follow(Current current) {
    List<OwnFlight> open = accounts.book().open();
    lookedAt.keySet().retainAll(open);
    sentAt.keySet().retainAll(open.stream().map(it -> it.envelope().hash()).toList());
    List<OwnFlight> due =
        open.stream()
            .filter(it -> lookedAt.getOrDefault(it, it.envelope().ledger()) < current.ledger())
            .toList();
    Map<OwnFlight, Fate> fates =
        InParallel.call(
            accounts.oneByOne(), due, it -> accounts.envelopes().fate(it.envelope(), it.call()));
    fates.forEach(
        (flight, fate) -> {
          lookedAt.put(flight, current.ledger());
          settle(flight, fate, current);
        });
    if (fates.size() < due.size()) {
      throw new RpcException((due.size() - fates.size()) + " transactions could not be looked for");
    }
  }

  private void settle(OwnFlight flight, Fate fate, Current current) {
    switch (fate) {
      case Fate.Ended(Outcome.Landed in) -> {
        OwnWork work = flight.work();
        if (work != null) {
          landed.in(flight.block(), work, in.ledger());
          landedWorks.incrementAndGet();
        }
        ended(flight, End.LANDED, in.fee(), in.ledger(), in.transaction());
      }
      case Fate.Ended(Outcome.Failed in) -> {
        ended(flight, End.FAILED, in.fee(), in.ledger(), in.transaction());
        failed(flight, in, current);
      }
      case Fate.Ended(Outcome.Refused _) ->
          throw new IllegalStateException("what is in a ledger was not refused");
      case Fate.Open() -> {
        if (!bump(flight, current)) {
          sendAgain(flight, current);
        }
      }
      case Fate.Gone() -> {
        ended(flight, End.NEVER, Xlm.ZERO, current.ledger());
        handOver(flight, current, "it was in no ledger as long as it could be");
      }
      case Fate.Used() -> {
        LOG.warnf(
            "what %s cost is not known: the node does not remember it", flight.envelope().hash());
        unknown.incrementAndGet();
        ended(flight, End.UNKNOWN, Xlm.ZERO, current.ledger());
        handOver(flight, current, "the node does not remember what became of it");
      }
    }
  }

  void ended(OwnFlight flight, End end, Xlm fee, long ledger) {
    ended(flight, end, fee, ledger, flight.envelope().hash());
  }

  private void ended(OwnFlight flight, End end, Xlm fee, long ledger, Hash in) {
    accounts.book().ended(flight, end, fee, in);
    fees.addAndGet(fee.stroops());
    if (flight.work() == null) {
      channels.ended(flight, end, ledger);
    }
  }

  private void failed(OwnFlight flight, Outcome.Failed in, Current current) {
    OwnWork work = flight.work();
    if (work == null) {
      LOG.warnf("the wallet's transaction failed: %s (%s)", in.cause(), in.detail());
      return;
    }
    failedWorks.incrementAndGet();
    LOG.warnf(
        "the work of farmer %s in block %d failed: %s (%s)",
        work.farmer(), flight.block(), in.cause(), in.detail());
    if (!isPointless(in.cause())) {
      handOver(flight, current, "it failed: " + in.cause());
    }
  }

  /** Nobody else could send it either, or it is not needed any more. */
  static boolean isPointless(Cause cause) {
    return switch (cause) {
      case ZEROS_TOO_LOW, PAIL_MISSING, BLOCK_CLOSED, BLOCK_MISSING, HASH_INVALID -> true;
      default -> false;
    };
  }

  private void handOver(OwnFlight flight, Current current, String why) {
    OwnWork work = flight.work();
    if (work != null && flight.block() == current.index()) {
      works.handOver(work, current, why);
    }
  }

  /**
   * Replaces what no ledger has taken, near the end of its time, by a fee bump.
   *
   * @return false, having done nothing, if it is too early, or cannot be
   */
  private boolean bump(OwnFlight flight, Current current) {
    Signed waiting = flight.envelope();
    long since = sentAt.getOrDefault(waiting.hash(), waiting.ledger());
    if (current.ledger() - since < PATIENCE) {
      return false;
    }
    Long block = flight.work() == null ? null : (Long) flight.block();
    Optional<Signed> bump =
        accounts.envelopes().bump(new Wanted(flight.lane(), flight.call(), block, null), waiting);
    if (bump.isEmpty()) {
      return false;
    }
    try {
      OwnFlight now = accounts.book().bumped(flight, bump.get());
      sentAt.put(now.envelope().hash(), current.ledger());
      lookedAt.put(now, current.ledger());
      LOG.infof("%s waits and is bumped as %s", waiting.hash(), now.envelope().hash());
      sendAgain(now, current);
    } catch (UncheckedIOException e) {
      LOG.errorf("%s: what waits is not bumped", e.getMessage());
      return false;
    }
    return true;
  }

  private void sendAgain(OwnFlight flight, Current current) {
    if (accounts.envelopes().send(flight.envelope(), flight.call(), false)
        instanceof Sent.Anew anew) {
      unknown.incrementAndGet();
      ended(flight, End.UNKNOWN, Xlm.ZERO, current.ledger());
      handOver(flight, current, anew.why());
    }
  }

  /** Works that are in a ledger, since the start. */
  long landed() {
    return landedWorks.get();
  }

  /** Works that failed in one. */
  long failed() {
    return failedWorks.get();
  }

  /** Transactions of which it is not known whether, and what, they cost. */
  long unknown() {
    return unknown.get();
  }

  /** What all of that has cost. */
  Xlm fees() {
    return Xlm.ofStroops(fees.get());
  }
}
