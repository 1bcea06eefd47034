package org.kalepool.machine;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Xlm;
import org.kalepool.machine.ChannelBook.End;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.machine.OwnFlight.OwnWork;
import org.kalepool.machine.OwnWorks.Waiting;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Envelopes.Made;
import org.kalepool.stellar.Envelopes.Sent;
import org.kalepool.stellar.Envelopes.Wanted;
import org.kalepool.stellar.RpcException;

/**
 * Sends works from channels: one transaction a channel at a time, stored before it is sent, and
 * followed until it is in a ledger or cannot be in any. One thread calls {@link #step}.
 */
final class OwnSending {
  private static final Logger LOG = Logger.getLogger(OwnSending.class);

  /** What a ledger is expected to take of works from the farmers' own accounts. */
  private static final int BACKEND_WORKS = 100;

  /** So many ledgers a work may wait for; then the backend can have it. */
  private static final int LEDGERS = 6;

  private final OwnAccounts accounts;
  private final Channels channels;
  private final OwnWorks works;
  private final MachineBook book;
  private final OwnFollowing following;

  OwnSending(
      OwnAccounts accounts,
      Channels channels,
      OwnWorks works,
      MachineBook book,
      OwnFollowing.LandedWork landed) {
    this.accounts = accounts;
    this.channels = channels;
    this.works = works;
    this.book = book;
    this.following = new OwnFollowing(accounts, channels, works, landed);
    accounts.book().open().forEach(this::note);
  }

  /** Reports tell of what was sent, also if the process ended before that was noted. */
  private void note(OwnFlight flight) {
    OwnWork work = flight.work();
    if (work != null
        && book.sent(flight.block(), work.farmer()).stream()
            .noneMatch(it -> it.find().equals(work.find()))) {
      book.sent(flight.block(), work.farmer(), new SentFind(work.find(), work.ledger()));
    }
  }

  /**
   * Finds out what became of what was sent, sends what waits, and looks after the channels.
   *
   * @param farmers that channels are wanted for
   * @throws RpcException if the node cannot be asked; works that cannot wait for that are with the
   *     backend then
   */
  void step(Current current, int farmers, double ledgerSeconds) {
    works.open(current.index());
    try {
      following.follow(current);
      channels.refresh(current.ledger());
      assign(current);
      channels.upkeep(current.index(), farmers);
    } finally {
      works.handOverLate(current, channels.any(), ledgerSeconds);
    }
  }

  /**
   * The same while the machine is given up: nothing is sent but what merges the channels.
   *
   * @return whether none is left
   */
  boolean close(Current current) {
    following.follow(current);
    channels.refresh(current.ledger());
    channels.close(current.index());
    return channels.isClosed() && accounts.book().open().isEmpty();
  }

  /** A work, and what came of making its transaction. */
  private record Attempt(Waiting waiting, Address channel) {}

  private void assign(Current current) {
    List<Address> free = channels.free();
    List<Waiting> next = works.next(current.index(), free.size());
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < next.size(); i++) {
      attempts.add(new Attempt(next.get(i), free.get(i)));
    }
    Map<Attempt, Made> made =
        InParallel.call(accounts.oneByOne(), attempts, it -> make(it, current));
    Map<OwnFlight, Waiting> ready = new LinkedHashMap<>();
    made.forEach(
        (attempt, result) -> {
          switch (result) {
            case Made.Ready it ->
                ready.put(
                    new OwnFlight(
                        current.index(), it.envelope(), attempt.waiting().work(), List.of()),
                    attempt.waiting());
            case Made.Later later -> LOG.debugf("a work waits: %s", later.why());
            case Made.Refused refused -> refused(attempt, refused.cause(), current);
          }
        });
    if (store(ready, current)) {
      Map<OwnFlight, Sent> sent =
          InParallel.call(
              accounts.oneByOne(),
              List.copyOf(ready.keySet()),
              it -> accounts.envelopes().send(it.envelope(), it.call(), true));
      ready.forEach(
          (flight, waiting) -> {
            Sent answer = sent.get(flight);
            if (answer != null) {
              answered(flight, waiting, answer, current);
            }
          });
    }
  }

  private Made make(Attempt attempt, Current current) {
    OwnWork work = attempt.waiting().work();
    long due = current.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    // a block that nobody opens the next of goes on; then each try may land in the ledgers to come
    long notAfter = Math.max(due, current.closeTime()) + GameRules.BLOCK_INTERVAL_SECONDS;
    return accounts
        .envelopes()
        .make(
            new Wanted(
                attempt.channel(),
                new Call.Work(work.custodial(), work.find().hash(), work.find().nonce()),
                current.index(),
                notAfter),
            attempt.waiting().attempts(),
            accounts.book().used(attempt.channel()),
            LEDGERS);
  }

  private void refused(Attempt attempt, Cause cause, Current current) {
    Waiting waiting = attempt.waiting();
    works.taken(current.index(), waiting);
    if (OwnFollowing.isPointless(cause)) {
      LOG.infof("a work of farmer %s is not sent: %s", waiting.work().farmer(), cause);
      return;
    }
    if (cause == Cause.ACCOUNT_MISSING || cause == Cause.INSUFFICIENT_XLM) {
      channels.tooPoor(attempt.channel());
    }
    works.handOver(waiting.work(), current, "it would be refused: " + cause);
  }

  /** Whether they are on the disk, and may be sent. */
  private boolean store(Map<OwnFlight, Waiting> ready, Current current) {
    if (ready.isEmpty()) {
      return false;
    }
    try {
      accounts.book().store(ready.keySet());
    } catch (UncheckedIOException e) {
      LOG.errorf("%s: works go to the backend", e.getMessage());
      ready.forEach(
          (flight, waiting) -> {
            works.taken(current.index(), waiting);
            works.handOver(waiting.work(), current, "the journal cannot be written");
          });
      return false;
    }
    ready.forEach(
        (flight, waiting) -> {
          note(flight);
          works.taken(current.index(), waiting);
        });
    return true;
  }

  private void answered(OwnFlight flight, Waiting waiting, Sent answer, Current current) {
    switch (answer) {
      case Sent.MayLand may -> LOG.debugf("%s: %s", flight.lane(), may.said());
      case Sent.Anew anew -> {
        LOG.debugf("%s: %s", flight.lane(), anew.why());
        following.ended(flight, End.NEVER, Xlm.ZERO, current.ledger());
        works.again(current.index(), waiting);
      }
      case Sent.Never never -> {
        following.ended(flight, End.NEVER, Xlm.ZERO, current.ledger());
        refused(new Attempt(waiting, flight.lane()), never.cause(), current);
      }
    }
  }

  /** How many works can be expected to land in a ledger; without channels the backend sends all. */
  int worksALedger() {
    int count = channels.count();
    return count == 0 ? BACKEND_WORKS : Math.max(1, count * 2 / 3);
  }

  /** How it goes. */
  ChannelView view() {
    return new ChannelView(
        true,
        channels.count(),
        channels.wanted(),
        channels.held().values().stream().map(it -> it.xlm()).reduce(Xlm.ZERO, Xlm::plus),
        channels.wallet().map(it -> it.xlm()).orElse(Xlm.ZERO),
        following.landed(),
        following.failed(),
        works.handedOver(),
        following.fees(),
        following.unknown(),
        channels.trouble().or(() -> accounts.book().trouble()));
  }
}
