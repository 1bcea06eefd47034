package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.kalepool.stellar.lanes.LastAnswer.Kind;

/** What was heard before answers had kinds still means the same. */
class LastAnswersMigrationTest {
  private static final Map<String, Kind> TEXTS = new LinkedHashMap<>();

  static {
    TEXTS.put("PENDING", Kind.TAKEN);
    TEXTS.put("DUPLICATE", Kind.TAKEN);
    TEXTS.put("expired: PENDING", Kind.TAKEN);
    TEXTS.put("TRY_AGAIN_LATER", Kind.LATER);
    TEXTS.put("expired: TRY_AGAIN_LATER", Kind.LATER);
    TEXTS.put("txINTERNAL_ERROR", Kind.LATER);
    TEXTS.put("no account G yet", Kind.LATER);
    TEXTS.put("block 7 cannot be opened yet", Kind.LATER);
    TEXTS.put("txINSUFFICIENT_FEE", Kind.BID_TOO_LOW);
    TEXTS.put("expired: txINSUFFICIENT_FEE", Kind.BID_TOO_LOW);
    TEXTS.put("the network wants a resource fee of 9 stroops for a PLANT", Kind.TOO_DEAR);
    TEXTS.put("txBAD_SEQ", Kind.OUT_OF_SEQUENCE);
    TEXTS.put("txTOO_LATE", Kind.REFUSED);
    TEXTS.put("txFAILED", Kind.REFUSED);
    TEXTS.put("PAYMENT_NO_TRUST", Kind.REFUSED);
    TEXTS.put("status WONDERFUL", Kind.UNCLEAR);
    TEXTS.put("ERROR without a result", Kind.UNCLEAR);
    TEXTS.put("SUCCESS with a result that cannot be read: AAAA", Kind.UNCLEAR);
    TEXTS.put("unanswered: timed out", Kind.UNANSWERED);
    TEXTS.put("expired: unanswered: timed out", Kind.UNANSWERED);
    TEXTS.put("expired: null", Kind.UNANSWERED);
  }

  @Test
  void whatWasHeardOfOpenAndOfSettledTransactionsHasItsKind() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Connection connection = postgres.getPostgresDatabase().getConnection()) {
      migrate(postgres, "29");
      String layout = text(connection, "select current_layout()::text");
      for (String said : TEXTS.keySet()) {
        insert(connection, said, "QUEUED");
        insert(connection, said, "REFUSED");
      }
      run(
          connection,
          "insert into transactions (lane, call, created_at) values (repeat('G', 56), '', now())");
      migrate(postgres, "30");
      for (Map.Entry<String, Kind> text : TEXTS.entrySet()) {
        assertThat(kinds(connection, text.getKey()))
            .as(text.getKey())
            .isEqualTo(text.getValue() + " " + text.getValue());
      }
      assertThat(
              text(connection, "select count(*) from transactions where last_answer_kind is null"))
          .isEqualTo("1");
      // pages of the archive are read and written as before
      assertThat(text(connection, "select current_layout()::text")).isEqualTo(layout);
    }
  }

  @Test
  void theTableTakesEveryKind() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Connection connection = postgres.getPostgresDatabase().getConnection()) {
      migrate(postgres, "30");
      for (Kind kind : Kind.values()) {
        run(
            connection,
            "insert into transactions (lane, call, created_at, last_answer, last_answer_kind)"
                + " values (repeat('G', 56), '', now(), 'said', '%s')".formatted(kind));
      }
      assertThat(text(connection, "select count(*) from transactions"))
          .isEqualTo(Integer.toString(Kind.values().length));
    }
  }

  private static void migrate(EmbeddedPostgres postgres, String version) {
    Flyway.configure()
        .dataSource(postgres.getPostgresDatabase())
        .locations("classpath:db/migration")
        .target(version)
        .load()
        .migrate();
  }

  private static void insert(Connection connection, String said, String state) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into transactions (lane, call, created_at, last_answer, state)"
                + " values (repeat('G', 56), '', now(), ?, ?)")) {
      insert.setString(1, said);
      insert.setString(2, state);
      insert.executeUpdate();
    }
  }

  private static String kinds(Connection connection, String said) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select string_agg(last_answer_kind, ' ') from transactions where last_answer = ?")) {
      query.setString(1, said);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
