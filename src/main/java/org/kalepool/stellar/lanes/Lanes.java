package org.kalepool.stellar.lanes;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.kalepool.kale.Address;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionSettings;

/**
 * Says which lane's transaction is moved on when: in its turn, where the network has room for it,
 * and as soon as there is anything new about it. What a step does says {@link LaneStep}.
 */
@ApplicationScoped
class Lanes implements Sweep {
  private static final Logger LOG = Logger.getLogger(Lanes.class);
  private static final String NAME = "transactions";

  private final OpenTransactionRepository store;
  private final LaneStep step;
  private final LaneNews news;
  private final SendingWindow window;
  private final Turns turns;
  private final Tasks tasks;
  private final Duration every;
  private final AtomicInteger open = new AtomicInteger();

  Lanes(
      OpenTransactionRepository store,
      LaneStep step,
      LaneNews news,
      SendingWindow window,
      Turns turns,
      Tasks tasks,
      MeterRegistry metrics,
      TransactionSettings settings) {
    this.store = store;
    this.step = step;
    this.news = news;
    this.window = window;
    this.turns = turns;
    this.tasks = tasks;
    this.every = settings.pollInterval();
    metrics.gauge("kale.transactions.lanes.open", open);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration every() {
    return every;
  }

  /** Has every lane looked at soon. */
  void poke() {
    tasks.submit(NAME, this::sweep);
  }

  /** Has this lane's transaction moved on soon. */
  void submit(Address lane) {
    tasks.submit(LaneRow.key(lane), () -> advance(lane));
  }

  /** Finds the lanes whose transaction can be moved on, with few questions for many lanes. */
  @Override
  public void sweep() {
    List<LaneRow> heads = store.heads();
    open.set(heads.size());
    window.recount();
    if (heads.isEmpty()) {
      return;
    }
    try {
      LaneNews.Look look = news.look();
      List<LaneRow> waiting = new ArrayList<>();
      for (LaneRow row : heads) {
        if (row.built() == null) {
          if (!turns.mustWait(row.request())) {
            whenThereIsRoom(row);
          }
        } else if (look.isDue(row)) {
          submit(row.lane());
        } else {
          waiting.add(row);
        }
      }
      news.movedOn(waiting).forEach(row -> submit(row.lane()));
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

  private void advance(Address lane) {
    Optional<LaneRow> head = store.head(lane);
    if (head.isEmpty()) {
      return;
    }
    LaneRow row = head.get();
    if (row.built() == null && (turns.mustWait(row.request()) || !window.enter(lane))) {
      return;
    }
    if (step.move(row)) {
      submit(lane);
    }
    List<OpenTransactionRepository.Open> after = store.open(lane);
    Optional<TransactionState> state =
        after.stream()
            .filter(it -> it.id() == row.id())
            .map(OpenTransactionRepository.Open::state)
            .findFirst();
    if (state.filter(TransactionState.BUILT::equals).isEmpty()) {
      window.leave().ifPresent(this::submit);
    }
    // the end of one is the turn of the next
    if (state.isEmpty() && !after.isEmpty()) {
      submit(lane);
    }
  }
}
