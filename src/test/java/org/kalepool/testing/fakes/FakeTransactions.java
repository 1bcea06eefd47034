package org.kalepool.testing.fakes;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;

/** Lanes whose transactions end when and how a test says. */
@Alternative
@Singleton
public final class FakeTransactions implements Transactions {
  private final Map<Long, TransactionRequest> open = new ConcurrentSkipListMap<>();
  private final DataSource database;
  private final Clock clock;
  private final Event<TransactionSettled> settled;

  FakeTransactions(DataSource database, Clock clock, Event<TransactionSettled> settled) {
    this.database = database;
    this.clock = clock;
    this.settled = settled;
  }

  public void clear() {
    open.clear();
  }

  /** The open requests of this kind by id, oldest first. */
  public Map<Long, TransactionRequest> open(Action action) {
    Map<Long, TransactionRequest> found = new ConcurrentSkipListMap<>(open);
    found.values().removeIf(it -> it.action() != action);
    return found;
  }

  public List<TransactionRequest> requests() {
    return new ArrayList<>(open.values());
  }

  /** Ends a transaction as the lanes would. */
  public void settle(long id, Outcome outcome) {
    TransactionRequest request = open.get(id);
    if (request == null) {
      throw new IllegalStateException("transaction " + id + " is not open");
    }
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              String state =
                  switch (outcome) {
                    case Outcome.Landed landed -> "LANDED";
                    case Outcome.Failed failed -> "FAILED";
                    case Outcome.Refused refused -> "REFUSED";
                  };
              update(
                  "update transactions set state = ?, cause = ?, ledger = ? where id = ?",
                  state,
                  cause(outcome),
                  ledger(outcome),
                  id);
              settled.fire(new TransactionSettled(id, request, outcome));
            });
    open.remove(id);
  }

  private static @Nullable String cause(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Landed landed -> null;
      case Outcome.Failed failed -> failed.cause().name();
      case Outcome.Refused refused -> refused.cause().name();
    };
  }

  private static @Nullable Long ledger(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Landed landed -> landed.ledger();
      case Outcome.Failed failed -> failed.ledger();
      case Outcome.Refused refused -> null;
    };
  }

  @Override
  public OptionalLong request(TransactionRequest request) {
    if (find(request.farmer(), request.block(), request.action()) != null) {
      return OptionalLong.empty();
    }
    String sql =
        "insert into transactions (lane, call, not_after_time, created_at) values (?, ?, ?, ?)"
            + " returning id";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, request.lane().text());
      statement.setString(2, request.call().toString());
      statement.setObject(3, request.notAfter());
      statement.setObject(4, clock.instant().atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long id = row.getLong(1);
        update(
            "insert into transaction_actions (transaction_id, farmer_id, block_index, action)"
                + " values (?, ?, ?, ?)",
            id,
            request.farmer(),
            request.block(),
            request.action().name());
        open.put(id, request);
        return OptionalLong.of(id);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot store " + request, e);
    }
  }

  @Override
  public Optional<TransactionRequest> open(UUID farmer, @Nullable Long block, Action action) {
    return Optional.ofNullable(find(farmer, block, action));
  }

  private @Nullable TransactionRequest find(
      @Nullable UUID farmer, @Nullable Long block, Action action) {
    return open.values().stream()
        .filter(it -> it.action() == action)
        .filter(it -> Objects.equals(it.farmer(), farmer))
        .filter(it -> Objects.equals(it.block(), block))
        .findFirst()
        .orElse(null);
  }

  @Override
  public boolean busy(Address lane) {
    return open.values().stream().anyMatch(it -> it.lane().equals(lane));
  }

  private void update(String sql, @Nullable Object... parameters) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot run " + sql, e);
    }
  }
}
