package org.kalepool.bench;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StagesProfile;

/**
 * How long {@code GET /poolers} and {@code /stats} take with ten million plantings, every answer
 * counted anew. Not a part of the suite: {@code ./mvnw test -Dtest=StatisticsBench}, some minutes
 * and 4 GB of disk; {@code -Dbench.plantings=N} and {@code -Dbench.farmers=N} change its size.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StatisticsBench.Profile.class)
class StatisticsBench {
  private static final long PLANTINGS = Long.getLong("bench.plantings", 10_000_000);
  private static final int FARMERS = Integer.getInteger("bench.farmers", 1_000);
  private static final int CALLS = 200;
  private static final double MOST_MILLIS = 20;

  @Inject Db db;
  @Inject StageFixture fixture;

  /** Every call counts. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(new StagesProfile().getConfigOverrides());
      settings.put("kale.pooler.statistics-age", "0s");
      settings.put("kale.http.requests-per-minute", "0");
      settings.put("quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout", "0");
      settings.put("quarkus.transaction-manager.default-transaction-timeout", "3600s");
      return settings;
    }
  }

  @Test
  void answersWithinTwentyMillisecondsAfterTenMillionPlantings() {
    fixture.clear();
    long blocks = PLANTINGS / FARMERS;
    long filled = time(() -> fill(blocks));
    long rebuilt = time(() -> update("select rebuild_counters()"));
    System.out.printf(
        "%d plantings of %d farmers: made in %d s, counters rebuilt in %d s%n",
        PLANTINGS, FARMERS, filled / 1_000, rebuilt / 1_000);
    double poolers = measure("/api/v1/poolers");
    double stats = measure("/api/v1/stats");
    given().get("/api/v1/stats").then().statusCode(200);
    long planted = given().get("/api/v1/stats").jsonPath().getLong("planted");
    fixture.clear();
    assertThat(planted).isEqualTo(blocks * FARMERS);
    assertThat(poolers).isLessThan(MOST_MILLIS);
    assertThat(stats).isLessThan(MOST_MILLIS);
  }

  /** As the pool would have made them; the triggers' work is left to the rebuild. */
  private void fill(long blocks) {
    update(
        "insert into farmers (id, pooler_id, custodial, payout, token_hash, state, created_at,"
            + " seen_at, funded_at)"
            + " select md5('f' || n)::uuid, (select id from poolers where own),"
            + " rpad('G' || n, 56, 'A'), rpad('P' || n, 56, 'A'), n::text::bytea, 'ACTIVE', now(),"
            + " now(), now()"
            + " from generate_series(1, "
            + FARMERS
            + ") n");
    update(
        "insert into block_operations (block_index, opened_time, seen_ledger, seen_at, closed_at)"
            + " select b, b * 300, b * 60, now(), case when b < "
            + blocks
            + " then now() end from generate_series(1, "
            + blocks
            + ") b");
    update(
        "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
            + " stake_percentage, harvest_interval, ledger, planted_at)"
            + " select b, f.id, f.pooler_id, 'PLANTED', 500000000, 50, 1, b * 60, now()"
            + " from generate_series(1, "
            + blocks
            + ") b, farmers f");
    db.update("vacuum analyze plantings");
  }

  private void update(String sql) {
    QuarkusTransaction.requiringNew()
        .timeout(3_600)
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              if (sql.startsWith("select")) {
                db.one(sql, row -> true);
              } else {
                db.update(sql);
              }
            });
  }

  private static long time(Runnable task) {
    long before = System.nanoTime();
    task.run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
  }

  /** The median, milliseconds: what is slower on a busy machine is the machine. */
  private static double measure(String path) {
    double[] millis = new double[CALLS];
    for (int i = -CALLS / 4; i < CALLS; i++) {
      long before = System.nanoTime();
      given().get(path).then().statusCode(200);
      if (i >= 0) {
        millis[i] = (System.nanoTime() - before) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "GET %s: median %.1f ms, 95 %% within %.1f ms, longest %.1f ms%n",
        path, millis[CALLS / 2], millis[CALLS * 95 / 100], millis[CALLS - 1]);
    return millis[CALLS / 2];
  }
}
