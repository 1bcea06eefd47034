package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.block.Blocks;
import org.kalepool.db.Db;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.ops.PoolerMeters.Row;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Tasks;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PoolerMetersTest {
  @Inject StageFixture fixture;
  @Inject FakeChain chain;
  @Inject Poolers poolers;
  @Inject Blocks blocks;
  @Inject Clock clock;
  @Inject Tasks tasks;
  @Inject Db db;

  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    fixture.step();
  }

  /** The second answer has what was looked for after the first. */
  private List<String> scraped() {
    Management.given().get("/q/metrics").then().statusCode(200);
    ((SteppedTasks) tasks).runAll();
    return Management.given().get("/q/metrics").asString().lines().toList();
  }

  /** Balances are kept by triggers, which do not run for a replica. */
  private void owes(Pooler pooler, long stroops) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update(
                  "insert into account_balances (account, asset, balance) values (?, 'KALE', ?)",
                  "pooler-debt:" + pooler.id(),
                  -stroops);
            });
  }

  private static String of(Pooler pooler, String metric) {
    return "kale_pooler_" + metric + "{pooler=\"" + pooler.name() + "\"} ";
  }

  @Test
  void eachPoolerIsSeenWithItsFarmersPlantsHashesDebtAndTheAgeOfItsHeartbeat() {
    Pooler remote = fixture.remotePooler(1_000);
    Planter first = fixture.active(50, 1, "100", "10");
    fixture.moves(first, remote);
    fixture.moves(fixture.active(50, 1, "100", "10"), remote);
    fixture.active(50, 1, "100", "10");
    db.update(
        "update pooler_heartbeats set at = ?, hash_rate = 12345678 where pooler_id = ?",
        clock.instant().minusSeconds(42),
        remote.id());
    long block = blocks.current().orElseThrow().index();
    db.update(
        "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
            + " stake_percentage, harvest_interval, ledger, planted_at)"
            + " values (?, ?, ?, 'PLANTED', 70000000, 50, 1, 1, ?)",
        block,
        first.id(),
        remote.id(),
        clock.instant());
    owes(remote, 70_000_000);
    List<String> lines = scraped();
    assertThat(lines)
        .contains(
            of(remote, "heard_age_seconds") + "42.0",
            of(remote, "farmers") + "2.0",
            of(remote, "planted") + "1.0",
            of(remote, "hash_rate") + "1.2345678E7",
            of(remote, "debt_stroops") + "7.0E7",
            of(poolers.own(), "farmers") + "1.0",
            of(poolers.own(), "heard_age_seconds") + "0.0",
            "kale_poolers " + fixture.number("select count(*) from poolers") + ".0");
    db.update("delete from pooler_heartbeats where pooler_id = ?", remote.id());
    assertThat(scraped()).contains(of(remote, "heard_age_seconds") + "+Inf");
    fixture.clear();
  }

  @Test
  void soManyPoolersHaveRowsOfTheirOwnAndAllOthersOne() {
    Instant now = Instant.ofEpochSecond(1_000);
    List<Row> all =
        IntStream.range(0, 6)
            .mapToObj(i -> new Row("p" + i, false, now.minusSeconds(i), i, 1, 10.5, 100L * i))
            .toList();
    assertThat(PoolerMeters.bounded(all, 6)).isEqualTo(all);
    List<Row> few = PoolerMeters.bounded(all, 3);
    assertThat(few).startsWith(all.get(0), all.get(1), all.get(2)).hasSize(4);
    assertThat(few.getLast())
        .isEqualTo(new Row(PoolerMeters.OTHERS, false, now.minusSeconds(5), 12, 3, 31.5, 1_200));
    assertThat(PoolerMeters.bounded(all, 5).getLast()).isEqualTo(all.getLast());
    Row silent = new Row("never heard of", false, null, 1, 0, 0, 0);
    assertThat(silent.and(all.getFirst()).heard()).isNull();
  }
}
