package org.kalepool.testing;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.SettledDeeds;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;
import org.kalepool.stellar.lanes.CallJson;

/**
 * Keeps requests in the real tables and ends them when and how a test says, in one database
 * transaction with the event, as the lanes do.
 */
@Alternative
@Singleton
public final class FakeTransactions implements Transactions {
  private final Map<Long, TransactionRequest> open = new ConcurrentSkipListMap<>();
  private final Db db;
  private final Clock clock;
  private final SettledDeeds settled;

  FakeTransactions(Db db, Clock clock, SettledDeeds settled) {
    this.db = db;
    this.clock = clock;
    this.settled = settled;
  }

  public void clear() {
    open.clear();
  }

  /** What is open, oldest first. */
  public List<TransactionRequest> open() {
    return List.copyOf(open.values());
  }

  /** The open requests of this kind by id, oldest first. */
  public Map<Long, TransactionRequest> open(Action action) {
    Map<Long, TransactionRequest> found = new ConcurrentSkipListMap<>(open);
    found.values().removeIf(it -> it.action() != action);
    return found;
  }

  /** The id of an open request. */
  long id(TransactionRequest request) {
    return open.entrySet().stream()
        .filter(it -> it.getValue().equals(request))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public OptionalLong request(TransactionRequest request) {
    for (Deed deed : request.deeds()) {
      if (open(deed.farmer(), deed.block(), deed.action()).isPresent()) {
        return OptionalLong.empty();
      }
    }
    long id =
        db.one(
                """
                insert into transactions (lane, call, not_after_time, created_at, hash)
                values (?, ?, ?, ?, encode(sha256(gen_random_uuid()::text::bytea), 'hex')) returning id\
                """,
                row -> row.getLong(1),
                request.lane().text(),
                CallJson.write(request.call()),
                request.notAfter(),
                clock.instant())
            .orElseThrow();
    for (Deed deed : request.deeds()) {
      db.update(
          "insert into transaction_actions (transaction_id, farmer_id, block_index, action)"
              + " values (?, ?, ?, ?)",
          id,
          deed.farmer(),
          deed.block(),
          deed.action().name());
    }
    open.put(id, request);
    return OptionalLong.of(id);
  }

  @Override
  public Optional<TransactionRequest> open(
      @Nullable UUID farmer, @Nullable Long block, Action action) {
    return open.values().stream()
        .filter(
            it ->
                it.deeds().stream()
                    .anyMatch(
                        deed ->
                            deed.action() == action
                                && Objects.equals(deed.farmer(), farmer)
                                && Objects.equals(deed.block(), block)))
        .findFirst();
  }

  @Override
  public boolean busy(Address lane) {
    return open.values().stream().anyMatch(it -> it.lane().equals(lane));
  }

  /** Stores and announces the end of an open request. */
  public void settle(long id, Outcome outcome) {
    TransactionRequest request = Optional.ofNullable(open.get(id)).orElseThrow();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              store(id, outcome);
              settled.tell(List.of(new TransactionSettled(id, request, outcome)));
            });
    open.remove(id);
  }

  /**
   * The same of a batch.
   *
   * @param each how its deeds ended, in their order
   */
  public void settle(long id, Outcome outcome, List<Outcome> each) {
    TransactionRequest request = Optional.ofNullable(open.get(id)).orElseThrow();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              store(id, outcome);
              List<TransactionSettled> ends = new ArrayList<>();
              for (int place = 0; place < each.size(); place++) {
                TransactionRequest its = request.of(request.deeds().get(place));
                ends.add(new TransactionSettled(id, its, each.get(place), request.lane(), place));
              }
              settled.tell(ends);
            });
    open.remove(id);
  }

  private void store(long id, Outcome outcome) {
    String state;
    Long ledger = null;
    Long closeTime = null;
    Cause cause = null;
    switch (outcome) {
      case Outcome.Landed landed -> {
        state = "LANDED";
        ledger = landed.ledger();
        closeTime = landed.closeTime();
      }
      case Outcome.Failed failed -> {
        state = "FAILED";
        ledger = failed.ledger();
        closeTime = failed.closeTime();
        cause = failed.cause();
      }
      case Outcome.Refused refused -> {
        state = "REFUSED";
        cause = refused.cause();
      }
    }
    db.update(
        """
        update transactions set state = ?, ledger = ?, close_time = ?, fee_charged = ?, cause = ?,
          detail = ?, settled_at = ? where id = ?\
        """,
        state,
        ledger,
        closeTime,
        outcome.fee().stroops(),
        cause == null ? null : cause.name(),
        cause == null ? null : "by the test",
        clock.instant(),
        id);
  }
}
