package org.kalepool.cli.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kalepool.cli.CommandException;
import org.postgresql.PGConnection;

/**
 * Writes a database as one SQL file, as of one moment, while the pool goes on: the migrations it
 * was made by, every table as a COPY block, and the counters. psql and {@link BackupReader} read
 * it. Whoever restores it gets every farmer suspended, until books and chain have been compared.
 *
 * <p>JDBC: COPY is a thing of the driver's.
 */
public final class BackupWriter {
  static final String END = "-- end of the backup";

  private static final String HISTORY =
      """
      create table flyway_schema_history (
        installed_rank integer not null constraint flyway_schema_history_pk primary key,
        version varchar(50), description varchar(200) not null, type varchar(20) not null,
        script varchar(1000) not null, checksum integer, installed_by varchar(100) not null,
        installed_on timestamp not null default now(), execution_time integer not null,
        success boolean not null);
      create index flyway_schema_history_s_idx on flyway_schema_history (success);
      """;

  private static final String HOLD =
      """
      insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)
        select id, state, 'SUSPENDED', 'restore',
          'restored from a backup: what was done since is not booked yet', now()
        from farmers where state <> 'DEPARTED' order by seq;
      insert into audit (who, what, target, detail, at)
        values ('restore', 'restore', null, 'the backup of %s', now());
      """;

  private final Connection connection;
  private final Writer out;

  private BackupWriter(Connection connection, Writer out) {
    this.connection = connection;
    this.out = out;
  }

  /**
   * Writes all of it.
   *
   * @return how many rows the tables have
   * @throws CommandException if the database is no pool's, or a newer program's
   */
  public static long write(Connection connection, Writer out) throws SQLException, IOException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    long rows = new BackupWriter(connection, out).write();
    connection.rollback();
    return rows;
  }

  /** Notes in the database, where alerts look for it, that there is a backup of it. */
  static void record(Connection connection, long rows) throws SQLException {
    connection.setReadOnly(false);
    try (PreparedStatement note =
        connection.prepareStatement(
            "insert into audit (who, what, target, detail, at)"
                + " values ('backup', 'backup', null, ?, now())")) {
      note.setString(1, rows + " rows");
      note.execute();
    }
    connection.commit();
  }

  private long write() throws SQLException, IOException {
    List<String> tables = tables();
    if (!tables.contains("flyway_schema_history")) {
      throw new CommandException("there is no pool in this database");
    }
    String moment = strings("select now()::text").getFirst();
    line("-- A backup of a kale-pool database of " + moment + ". Restore it with");
    line("-- pool restore --from FILE, or psql -v ON_ERROR_STOP=1 -f FILE into an empty database.");
    line("begin;");
    schema();
    for (String table : tables) {
      line("alter table " + table + " disable trigger user;");
    }
    long rows = 0;
    for (String table : tables) {
      rows += copy(table);
    }
    counters();
    for (String table : tables) {
      line("alter table " + table + " enable trigger user;");
    }
    line(HOLD.formatted(moment).strip());
    line("commit;");
    line(END);
    return rows;
  }

  private void schema() throws SQLException, IOException {
    line(HISTORY.strip());
    for (String script :
        strings("select script from flyway_schema_history where success order by installed_rank")) {
      // Quarkus has Flyway record the whole path on the class path.
      try (InputStream sql = BackupWriter.class.getResourceAsStream("/" + script)) {
        if (sql == null) {
          throw new CommandException(
              "the database was made by a newer version of the pool: " + script + " is not known");
        }
        line(new String(sql.readAllBytes(), StandardCharsets.UTF_8).strip());
      }
    }
  }

  private long copy(String table) throws SQLException, IOException {
    String columns =
        String.join(
            ", ",
            strings(
                "select quote_ident(attname) from pg_attribute where attrelid = '"
                    + table
                    + "'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
                    + " order by attnum"));
    line("COPY " + table + " (" + columns + ") FROM stdin;");
    long rows =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy " + table + " (" + columns + ") to stdout", out);
    line("\\.");
    return rows;
  }

  private void counters() throws SQLException, IOException {
    for (String counter :
        strings(
            """
            select quote_ident(sequencename) || ''', ' || last_value
            from pg_sequences where schemaname = 'public' and last_value is not null
            order by sequencename\
            """)) {
      line("select pg_catalog.setval('" + counter + ", true);");
    }
  }

  /** Those that others refer to come first, as foreign keys are checked row by row. */
  private List<String> tables() throws SQLException {
    Map<String, Set<String>> needs = new HashMap<>();
    List<String> names =
        strings(
            "select quote_ident(relname) from pg_class where relkind = 'r'"
                + " and relnamespace = 'public'::regnamespace order by relname");
    names.forEach(name -> needs.put(name, new HashSet<>()));
    for (String pair :
        strings(
            "select conrelid::regclass || ' ' || confrelid::regclass from pg_constraint"
                + " where contype = 'f' and conrelid <> confrelid")) {
      String[] ends = pair.split(" ", -1);
      needs.getOrDefault(ends[0], new HashSet<>()).add(ends[1]);
    }
    List<String> sorted = new ArrayList<>();
    while (sorted.size() < names.size()) {
      int before = sorted.size();
      names.stream()
          .filter(name -> !sorted.contains(name))
          .filter(name -> sorted.containsAll(needs.getOrDefault(name, Set.of())))
          .toList()
          .forEach(sorted::add);
      if (sorted.size() == before) {
        throw new IllegalStateException("tables that refer to each other in a circle");
      }
    }
    return sorted;
  }

  private List<String> strings(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private void line(String text) throws IOException {
    out.write(text);
    out.write('\n');
  }
}
