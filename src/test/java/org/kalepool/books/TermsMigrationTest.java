package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Farmers of a pool that is older than the terms keep what they have farmed under. */
class TermsMigrationTest {
  private static final UUID POOLER = new UUID(1, 1);
  private static final UUID FARMER = new UUID(1, 2);

  @Test
  void whatWasEarnedBeforeHasThePoolersTermsOfThatTime() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Connection connection = postgres.getPostgresDatabase().getConnection()) {
      for (String old : new String[] {"V1__pool", "V2__lesser_nonces", "V3__long_histories"}) {
        run(connection, Files.readString(Path.of("db/migration", old + ".sql")));
      }
      run(
          connection,
          "insert into poolers (id, name, wallet, share_basis_points, max_farmers, created_at)"
              + " values ('%s', 'p', repeat('W', 56), 4000, 9, now())".formatted(POOLER));
      run(
          connection,
          "insert into farmers (id, pooler_id, custodial, payout, token_hash, created_at) values"
              + " ('%s', '%s', repeat('C', 56), repeat('P', 56), '\\x00', now())"
                  .formatted(FARMER, POOLER));
      harvest(connection, 1, "'HARVESTED'", "null, null");
      harvest(connection, 2, "'LOST'", "'NEVER_WORKED', 'POOLER'");
      run(connection, Files.readString(Path.of("db/migration/V9__terms_and_debts.sql")));
      run(connection, "update poolers set share_basis_points = 9000");
      harvest(connection, 3, "'HARVESTED'", "null, null");

      assertThat(one(connection, "select share_basis_points from farmer_terms")).isEqualTo("4000");
      assertThat(
              one(
                  connection,
                  "select string_agg(coalesce(share_basis_points::text, '-'), ' '"
                      + " order by block_index) from harvests"))
          .isEqualTo("4000 - 4000");
      assertThat(one(connection, "select earned from earned_by_terms")).isEqualTo("2002");
      assertThat(one(connection, "select pooler_share('%s')".formatted(FARMER))).isEqualTo("800");
    }
  }

  private static void harvest(Connection connection, long block, String status, String why)
      throws SQLException {
    run(
        connection,
        ("insert into harvests (block_index, farmer_id, pooler_id, status, stake, reward, cause,"
                + " debtor, ledger, harvested_at) values (%d, '%s', '%s', %s, 5, %s, %s, 1, now())")
            .formatted(block, FARMER, POOLER, status, status.equals("'LOST'") ? "0" : "1001", why));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
