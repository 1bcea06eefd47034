package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.testing.TestDatabase;

class SimulatedDatabaseTest {
  private static final String FARMER =
      """
      with pooler as (
        insert into poolers (id, name, wallet, share_basis_points, max_farmers, created_at)
          values (gen_random_uuid(), 'p', rpad('GP', 56), 5000, 9, now()) returning id)
      insert into farmers (id, pooler_id, custodial, payout, token_hash, created_at)
        select gen_random_uuid(), id, rpad('GC', 56), rpad('GW', 56), '\\x00', now() from pooler
      """;

  @TempDir private Path folder;

  /** A simulation of thousands of blocks is ahead of the wall's clock at its end. */
  @ParameterizedTest
  @ValueSource(strings = {"2001-01-01T00:00:00Z", "2101-01-01T00:00:00Z"})
  void aRestoreHasTheSimulationsTimeWhateverTheTimeOutside(String time) throws Exception {
    TestDatabase database = TestDatabase.create();
    String url = database.url().replaceFirst("\\?.*", "");
    Instant at = Instant.parse(time);
    try (SimulatedDatabase own = SimulatedDatabase.open(url, "postgres", "")) {
      // as a pool records it
      own.run("update flyway_schema_history set script = 'db/migration/' || script");
      own.run(FARMER);
      for (int restores = 1; restores <= 2; restores++) {
        own.backUp(folder.resolve("copy.sql"));
        own.restore(folder.resolve("copy.sql"), at.plusSeconds(restores));
      }
      for (String table : List.of("farmer_events", "audit")) {
        assertThat(own.rows("select extract(epoch from at)::bigint from " + table + " order by id"))
            .containsExactly(
                Long.toString(at.getEpochSecond() + 1), Long.toString(at.getEpochSecond() + 2));
      }
    }
    database.drop();
  }

  @Test
  void cutsEverySessionButItsOwnAlsoWhereThereIsNone() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        SimulatedDatabase own =
            SimulatedDatabase.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "")) {
      try (Connection first = postgres.getPostgresDatabase().getConnection();
          Connection second = postgres.getPostgresDatabase().getConnection()) {
        own.cut();
        assertThat(first.isValid(1)).isFalse();
        assertThat(second.isValid(1)).isFalse();
      }
      own.cut();
      assertThat(own.number("select 1")).isEqualTo(1);
    }
  }
}
