package org.kalepool.leader;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import java.security.Principal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.postgresql.Driver;
import org.postgresql.util.PSQLState;

/**
 * The connection that the lock hangs on: of its own, never lent to a statement of the pool's, and
 * so plain JDBC.
 */
final class LockSession implements AutoCloseable {
  /** "kalepool" in ASCII. */
  private static final long LEADER_LOCK = 0x6b61_6c65_706f_6f6cL;

  /** "kalefenc": the one that {@code hold_leadership} shares; see the migration. */
  private static final long FENCE_LOCK = 0x6b61_6c65_6665_6e63L;

  private static final String LOCKED =
      "from pg_locks where locktype = 'advisory' and granted and objsubid = 1"
          + " and database = (select oid from pg_database where datname = current_database())"
          + " and classid = "
          + (LEADER_LOCK >>> 32)
          + " and objid = "
          + (LEADER_LOCK & 0xffff_ffffL);

  private static final String APPLICATION = "kale-pool leader ";

  /** Well below the time after which the server takes the lock from one that is silent. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** What has not been given in time. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Connection connection;
  private final Leader.Patience patience;

  private LockSession(Connection connection, Leader.Patience patience) {
    this.connection = connection;
    this.patience = patience;
  }

  /**
   * Connects as the pool does.
   *
   * @param name tells others who holds the lock
   * @param patience with its silence, and with what a former leader is writing
   */
  static LockSession open(AgroalDataSource pool, String name, Leader.Patience patience)
      throws SQLException {
    AgroalConnectionFactoryConfiguration configured =
        pool.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
    Properties login = new Properties();
    login.putAll(configured.jdbcProperties());
    login.setProperty("socketTimeout", Long.toString(ANSWER_LIMIT.toSeconds()));
    login.setProperty("ApplicationName", APPLICATION + name);
    identify(login, configured);
    Connection connection = new Driver().connect(configured.jdbcUrl(), login);
    if (connection == null) {
      throw new SQLException(
          "quarkus.datasource.jdbc.url is no URL of a PostgreSQL",
          PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState());
    }
    LockSession session = new LockSession(connection, patience);
    Duration silence = patience.silence();
    try {
      if (silence != null) {
        session.endWhenSilent(silence);
      }
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  private static void identify(Properties login, AgroalConnectionFactoryConfiguration configured) {
    Principal user = configured.principal();
    if (user != null) {
      add(login, configured, user);
    }
    configured.credentials().forEach(credential -> add(login, configured, credential));
  }

  private static void add(
      Properties login, AgroalConnectionFactoryConfiguration configured, Object security) {
    configured.securityProviders().stream()
        .map(provider -> provider.getSecurityProperties(security))
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(login::putAll);
  }

  /** A frozen process loses the lock by its silence, one behind a dead line by TCP's. */
  private void endWhenSilent(Duration silence) throws SQLException {
    try (Statement settings = connection.createStatement()) {
      settings.execute(
          "set idle_session_timeout = "
              + silence.toMillis()
              + "; set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2;"
              + " set tcp_keepalives_count = 3");
    }
  }

  /** Takes the lock if nobody has it. */
  boolean tryLock() throws SQLException {
    return yes("select pg_try_advisory_lock(" + LEADER_LOCK + ")");
  }

  /**
   * Whether this session still has the lock.
   *
   * @throws SQLException also if the database takes no writes
   */
  boolean holds() throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "select current_setting('transaction_read_only') = 'on', exists (select 1 "
                    + LOCKED
                    + " and pid = pg_backend_pid())")) {
      row.next();
      if (row.getBoolean(1)) {
        throw new SQLException("it takes no writes", "25006");
      }
      return row.getBoolean(2);
    }
  }

  /** Who has the lock, as far as this role may know. */
  Optional<String> other() throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "select application_name, coalesce(host(client_addr), 'a local socket'), pid"
                    + " from pg_stat_activity where pid in (select pid "
                    + LOCKED
                    + ") and pid <> pg_backend_pid()")) {
      if (!row.next()) {
        return Optional.empty();
      }
      String name = String.valueOf(row.getString(1)).replace(APPLICATION, "");
      return Optional.of(
          name + " from " + row.getString(2) + " (database session " + row.getInt(3) + ")");
    }
  }

  /**
   * Makes whoever wrote last under another fence unable to. What it is writing may end; if that
   * takes too long, its process is frozen or cut off, and the writing is undone.
   *
   * @return the fence; the same as before if nobody else has led since
   */
  long takeFence(UUID holder) throws SQLException {
    try {
      return fence(holder);
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      endWriting();
      return fence(holder);
    }
  }

  /** Ends the sessions of the former leader that are still in the middle of a transaction. */
  private void endWriting() throws SQLException {
    try (Statement end = connection.createStatement()) {
      end.execute(
          "select pg_terminate_backend(pid, 1000) from pg_locks where locktype = 'advisory'"
              + " and granted and objsubid = 1 and database = (select oid from pg_database where"
              + " datname = current_database()) and classid = "
              + (FENCE_LOCK >>> 32)
              + " and objid = "
              + (FENCE_LOCK & 0xffff_ffffL)
              + " and pid <> pg_backend_pid()");
    }
  }

  private long fence(UUID holder) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement();
        PreparedStatement take =
            connection.prepareStatement(
                "insert into leadership (fence, holder) values (1, ?) on conflict (one) do update"
                    + " set holder = excluded.holder, fence = leadership.fence"
                    + " + (leadership.holder <> excluded.holder)::int returning fence")) {
      lock.execute("set local lock_timeout = " + patience.writing().toMillis());
      lock.execute("select pg_advisory_xact_lock(" + FENCE_LOCK + ")");
      take.setObject(1, holder);
      try (ResultSet row = take.executeQuery()) {
        row.next();
        long fence = row.getLong(1);
        connection.commit();
        return fence;
      }
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private boolean yes(String sql) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
