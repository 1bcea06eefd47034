package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

class SimulatedDatabaseTest {
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
