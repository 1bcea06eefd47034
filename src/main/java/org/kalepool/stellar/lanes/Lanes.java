package org.kalepool.stellar.lanes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettings;
import org.kalepool.stellar.Transactions;
import org.kalepool.stellar.chain.EntryReader;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.LedgerKeys;

/**
 * Moves every lane's transaction on by one step at a time: queued → built and stored → sent →
 * followed → settled. A step never waits; what it left is found in the database by the next one.
 */
@ApplicationScoped
class Lanes implements Transactions, Sweep {
  private static final Logger LOG = Logger.getLogger(Lanes.class);
  private static final String NAME = "transactions";

  /** Ledgers after which a transaction that a node took is sent again. */
  private static final int LEDGERS_BEFORE_RESENDING = 4;

  /** So long before the end of its time it is seen whether what waits has to be bumped. */
  private static final int NEARLY_OVER_SECONDS = 60;

  private final TransactionRepository store;
  private final Leader leader;
  private final LaneBuilder builder;
  private final LaneSender sender;
  private final LaneFollower follower;
  private final Settlement settlement;
  private final StellarRpc rpc;
  private final Chain chain;
  private final Waits waits;
  private final SendingWindow window;
  private final Refusals refusals;
  private final Turns turns;
  private final NetworkStatus status;
  private final Terms terms;
  private final Tasks tasks;
  private final AfterCommit afterCommit;
  private final Duration every;
  private final AtomicInteger open = new AtomicInteger();

  Lanes(
      TransactionRepository store,
      Leader leader,
      LaneBuilder builder,
      LaneSender sender,
      LaneFollower follower,
      Settlement settlement,
      StellarRpc rpc,
      Chain chain,
      Waits waits,
      SendingWindow window,
      Refusals refusals,
      Turns turns,
      NetworkStatus status,
      Terms terms,
      Tasks tasks,
      AfterCommit afterCommit,
      MeterRegistry metrics,
      TransactionSettings settings) {
    this.store = store;
    this.leader = leader;
    this.builder = builder;
    this.sender = sender;
    this.follower = follower;
    this.settlement = settlement;
    this.rpc = rpc;
    this.chain = chain;
    this.waits = waits;
    this.window = window;
    this.refusals = refusals;
    this.turns = turns;
    this.status = status;
    this.terms = terms;
    this.tasks = tasks;
    this.afterCommit = afterCommit;
    this.every = settings.pollInterval();
    metrics.gauge("kale.transactions.lanes.open", open);
  }

  @Override
  public OptionalLong request(TransactionRequest request) {
    if (!refusals.mayAsk(request)) {
      return OptionalLong.empty();
    }
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              OptionalLong id = store.insert(request);
              if (id.isPresent()) {
                afterCommit.run(() -> submit(request.lane()));
              }
              return id;
            });
  }

  @Override
  public Optional<TransactionRequest> open(UUID farmer, @Nullable Long block, Action action) {
    return store.open(farmer, block, action).map(LaneRow::request);
  }

  @Override
  public boolean busy(Address lane) {
    return store.busy(lane);
  }

  @Override
  public void expectWorks(Map<Address, Instant> lanes) {
    turns.expect(lanes);
  }

  @Override
  public void expectPlants(Set<Address> lanes, long due) {
    turns.expectPlants(lanes, due);
  }

  @Override
  public void expectOpening(long block, long ledger) {
    turns.expectOpening(block, ledger);
  }

  @Override
  public void poke() {
    tasks.submit(NAME, this::sweep);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration every() {
    return every;
  }

  /** Finds the lanes whose transaction can be moved on, with few questions for many lanes. */
  @Override
  public void sweep() {
    List<LaneRow> heads = store.heads();
    open.set(heads.size());
    window.counted(store.inFlight());
    if (heads.isEmpty()) {
      return;
    }
    try {
      Chain.LedgerTip tip = chain.tip();
      List<LaneRow> waiting = new ArrayList<>();
      for (LaneRow row : heads) {
        if (row.built() == null) {
          if (!mustWait(row)) {
            whenThereIsRoom(row);
          }
        } else if (needsLook(row.envelope(), row.lastAnswer(), tip)) {
          submit(row.lane());
        } else {
          waiting.add(row);
        }
      }
      movedOn(waiting).forEach(row -> submit(row.lane()));
    } catch (RpcException e) {
      LOG.debugf("the lanes wait for the network: %s", e.getMessage());
    }
  }

  private void whenThereIsRoom(LaneRow row) {
    if (window.room() > 0) {
      submit(row.lane());
    } else {
      window.await(row.lane());
    }
  }

  /** Whether this one may be sent again, or can land no more. */
  private static boolean needsLook(
      LaneRow.Built built, @Nullable LastAnswer last, Chain.LedgerTip tip) {
    boolean taken = last != null && last.kind() == LastAnswer.Kind.TAKEN;
    Long sentLedger = built.sentLedger();
    return !taken
        || sentLedger == null
        || tip.closeTime() > built.maxTime()
        || tip.sequence() - sentLedger >= LEDGERS_BEFORE_RESENDING
        || tip.sequence() - sentLedger >= FeeBumps.PATIENCE
            && tip.closeTime() + NEARLY_OVER_SECONDS >= built.maxTime();
  }

  /** Those whose account has used the sequence number, or is gone: they have most likely landed. */
  private List<LaneRow> movedOn(List<LaneRow> rows) {
    List<LaneRow> moved = new ArrayList<>();
    for (List<LaneRow> part :
        rows.stream().gather(Gatherers.windowFixed(StellarRpc.MAX_KEYS)).toList()) {
      EntryReader entries =
          EntryReader.read(rpc, part.stream().map(r -> LedgerKeys.account(r.lane())).toList());
      for (LaneRow row : part) {
        Long sequence = entries.sequence(row.lane());
        if (sequence == null || sequence >= row.envelope().sequence()) {
          moved.add(row);
        }
      }
    }
    return moved;
  }

  private void submit(Address lane) {
    tasks.submit(LaneRow.key(lane), () -> advance(lane));
  }

  /** Moves this lane's transaction on by one step. */
  void advance(Address lane) {
    Optional<LaneRow> head = store.head(lane);
    if (head.isEmpty()) {
      return;
    }
    LaneRow row = head.get();
    if (row.built() == null && (mustWait(row) || !window.enter(lane))) {
      return;
    }
    step(row);
    List<TransactionRepository.Open> after = store.open(lane);
    Optional<TransactionState> state =
        after.stream()
            .filter(it -> it.id() == row.id())
            .map(TransactionRepository.Open::state)
            .findFirst();
    if (state.filter(TransactionState.BUILT::equals).isEmpty()) {
      window.leave().ifPresent(this::submit);
    }
    // the end of one is the turn of the next
    if (state.isEmpty() && !after.isEmpty()) {
      submit(lane);
    }
  }

  private boolean mustWait(LaneRow row) {
    return turns.mustWait(row.request(), status.view().closeTime(), terms.ledgerSeconds());
  }

  private void step(LaneRow row) {
    try (var _ = LogContext.of(row.request().farmer(), row.request().block())) {
      if (row.built() == null) {
        build(row);
      } else {
        follower.follow(row);
      }
    } catch (RpcException e) {
      LOG.debugf("lane %s waits: %s", row.lane(), e.getMessage());
      LastAnswer none = LastAnswer.unanswered(String.valueOf(e.getMessage()));
      store.postpone(row.id(), none, waits.after(row.attempts()));
    }
  }

  private void build(LaneRow row) {
    EnvelopeMaker.Result built;
    try {
      built = builder.build(row);
    } catch (IllegalArgumentException | ArithmeticException e) {
      // nothing that could be written as a transaction, now or later
      LOG.warnf(e, "%s of %s cannot be written", row.request().action(), row.lane());
      settlement.refuse(row, Cause.MALFORMED, String.valueOf(e.getMessage()));
      return;
    }
    switch (built) {
      case EnvelopeMaker.Ready ready -> {
        boolean stored =
            QuarkusTransaction.requiringNew()
                .call(
                    () -> {
                      leader.hold();
                      return store.built(row.id(), ready);
                    });
        // from here on it may be in the network, whatever happens to this process
        if (stored) {
          store.open(row.id()).ifPresent(sender::sendFirst);
        }
      }
      case EnvelopeMaker.Without(var deeds) -> {
        settlement.leaveOut(row, deeds);
        submit(row.lane());
      }
      case EnvelopeMaker.Stopped stopped -> {
        switch (stopped.answer()) {
          case Answer.Refused refused -> settlement.refuse(row, refused.cause(), refused.detail());
          case Answer answer ->
              store.postpone(row.id(), LastAnswer.of(answer), waits.after(row.attempts()));
        }
      }
    }
  }
}
