package org.kalepool.testing;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;

/**
 * Keeps requests in the real tables and ends them when the test says so, in one database
 * transaction with the event, as the lanes do.
 */
@Alternative
@Singleton
public final class FakeTransactions implements Transactions {
  public static final Xlm PLANT_FEE = Xlm.ofStroops(30_000);
  public static final Xlm WORK_FEE = Xlm.ofStroops(14_000);
  public static final Xlm HARVEST_FEE = Xlm.ofStroops(13_000);

  private final Db db;
  private final Clock clock;
  private final FakeChain chain;
  private final Event<TransactionSettled> settled;
  private final Map<Long, TransactionRequest> open = new LinkedHashMap<>();

  FakeTransactions(Db db, Clock clock, FakeChain chain, Event<TransactionSettled> settled) {
    this.db = db;
    this.clock = clock;
    this.chain = chain;
    this.settled = settled;
  }

  public void reset() {
    open.clear();
  }

  @Override
  public OptionalLong request(TransactionRequest request) {
    if (open(request.farmer(), request.block(), request.action()).isPresent()) {
      return OptionalLong.empty();
    }
    long id =
        db.one(
                """
                insert into transactions (lane, call, not_after_time, created_at, hash)
                values (?, 'fake', ?, ?, gen_random_uuid()::text) returning id""",
                row -> row.getLong(1),
                request.lane().text(),
                request.notAfter(),
                clock.instant())
            .orElseThrow();
    db.update(
        "insert into transaction_actions (transaction_id, farmer_id, block_index, action)"
            + " values (?, ?, ?, ?)",
        id,
        request.farmer(),
        request.block(),
        request.action().name());
    open.put(id, request);
    return OptionalLong.of(id);
  }

  @Override
  public Optional<TransactionRequest> open(
      @Nullable UUID farmer, @Nullable Long block, Action action) {
    return open.values().stream()
        .filter(
            r ->
                java.util.Objects.equals(r.farmer(), farmer)
                    && java.util.Objects.equals(r.block(), block)
                    && r.action() == action)
        .findFirst();
  }

  @Override
  public boolean busy(Address lane) {
    return open.values().stream().anyMatch(r -> r.lane().equals(lane));
  }

  /** What is open, oldest first. */
  public List<TransactionRequest> open() {
    return List.copyOf(open.values());
  }

  /** Applies everything open in the next ledger. */
  public void landAll() {
    chain.close(1);
    List.copyOf(open.keySet()).forEach(this::land);
  }

  /** Applies one call in the current ledger by the contract's rules. */
  public void land(TransactionRequest request) {
    land(id(request));
  }

  private long id(TransactionRequest request) {
    return open.entrySet().stream()
        .filter(e -> e.getValue().equals(request))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private void land(long id) {
    TransactionRequest request = open(id);
    Kale minted = null;
    Xlm fee;
    switch (request.call()) {
      case Call.Plant plant -> {
        chain
            .contract()
            .plant(chain.now(), plant.farmer(), BigInteger.valueOf(plant.amount().stroops()));
        fee = PLANT_FEE;
      }
      case Call.Work work -> {
        chain.contract().work(chain.now(), work.farmer(), work.hash(), work.nonce());
        fee = WORK_FEE;
      }
      case Call.Harvest harvest -> {
        Kale before = chain.kale(harvest.farmer());
        chain.contract().harvest(harvest.farmer(), harvest.index());
        minted = chain.kale(harvest.farmer()).minus(before);
        fee = HARVEST_FEE;
      }
      case Call.Operations operations ->
          throw new IllegalArgumentException("not in these tests: " + operations);
    }
    Long block = request.call() instanceof Call.Plant ? chain.index() : null;
    end(
        id,
        new Outcome.Landed(
            hash(id), chain.now().ledger(), chain.now().time(), fee, block, minted, null));
  }

  /** Fails in the current ledger, with a fee. */
  public void fail(TransactionRequest request, Cause cause) {
    long id = id(request);
    end(
        id,
        new Outcome.Failed(
            hash(id), chain.now().ledger(), chain.now().time(), HARVEST_FEE, cause, "by the test"));
  }

  /** Ends without ever reaching a ledger. */
  public void refuse(TransactionRequest request, Cause cause) {
    end(id(request), new Outcome.Refused(null, cause, "by the test"));
  }

  /** Stores and announces an end of the test's making. */
  public void end(TransactionRequest request, Outcome outcome) {
    end(id(request), outcome);
  }

  private static Hash hash(long id) {
    return Hash.ofHex("%064x".formatted(id));
  }

  private TransactionRequest open(long id) {
    return Optional.ofNullable(open.get(id)).orElseThrow();
  }

  private void end(long id, Outcome outcome) {
    TransactionRequest request = open(id);
    chain.setXlm(request.lane(), chain.xlm(request.lane()).minus(outcome.fee()));
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              store(id, outcome);
              settled.fire(new TransactionSettled(id, request, outcome));
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
          detail = ?, settled_at = ? where id = ?""",
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
