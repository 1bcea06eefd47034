package org.kalepool.leader;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Two pools on one database; the second is only its leader, which is all of it that counts. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class LeaderTest {
  private static final String LOCK_SESSION =
      "application_name like 'kale-pool leader %' and datname = current_database()";

  @Inject Leader first;
  @Inject Db db;
  @Inject LeadershipRepository leaderships;
  @Inject AgroalDataSource source;
  @Inject Clock clock;
  @Inject Tasks tasks;
  @Inject StageFixture fixture;
  @Inject FakeChain chain;
  @Inject @Any Instance<Sweep> sweeps;
  private Leader second;

  @BeforeEach
  void startTheSecond() {
    second =
        new Leader(
            leaderships,
            source,
            clock,
            new SplittableRandom(2),
            new SimpleMeterRegistry(),
            Leader.Patience.WITHOUT_END);
    first.beat();
    assertThat(first.leads()).isTrue();
  }

  @AfterEach
  void stopTheSecond() {
    second.resign();
    first.beat();
  }

  @Test
  void onlyOneOfTwoPoolsOnADatabaseFarms() {
    second.beat();
    assertThat(second.leads()).isFalse();
    assertThat(second.standing().why())
        .contains("another pool farms on this database: process " + ProcessHandle.current().pid());
    assertThatThrownBy(second::hold).isInstanceOf(NotLeaderException.class);
    inTransaction(first::hold);
  }

  @Test
  void theSecondTakesOverWhenTheFirstHasGone() {
    long fence = first.standing().fence();
    second.beat();
    endTheLockSession();
    second.beat();
    assertThat(second.leads()).isTrue();
    assertThat(second.standing().fence()).isGreaterThan(fence);
    inTransaction(second::hold);
  }

  @Test
  void aLeaderThatHasNotNoticedItsLossStoresNothingBesideItsSuccessor() {
    endTheLockSession();
    second.beat();
    assertThat(first.leads()).as("it has not looked yet").isTrue();
    assertThatThrownBy(() -> inTransaction(first::hold)).isInstanceOf(NotLeaderException.class);
    first.beat();
    assertThat(first.leads()).isFalse();
  }

  @Test
  void aStaleLeaderWritesNobodyOffAndBooksNothing() {
    fixture.clear();
    chain.reset();
    Planter poor = fixture.active(50, 1, "100", "0");
    fixture.active(50, 1, "100", "10");
    String failed = "plantings where status = 'FAILED'";
    String entries = "journal_entries";
    endTheLockSession();
    second.beat();
    assertThat(first.leads()).as("it has not looked yet").isTrue();
    // fresh events have its sweeps look at once
    ((SteppedTasks) tasks).runAll();
    for (String sweep : List.of("block", "plant", "reconcile", "harvest")) {
      runs(sweep);
    }
    assertThat(count(failed)).isZero();
    assertThat(count(entries)).isZero();
    second.resign();
    first.beat();
    for (String sweep : List.of("block", "plant", "reconcile", "harvest")) {
      runs(sweep);
    }
    assertThat(count(failed + " and farmer_id = '" + poor.id() + "'")).isEqualTo(1);
    assertThat(count(entries)).isPositive();
    fixture.clear();
  }

  private void runs(String name) {
    for (Sweep sweep : sweeps) {
      if (sweep.name().equals(name)) {
        try {
          sweep.sweep();
        } catch (NotLeaderException e) {
          assertThat(e).hasMessage("another pool farms on this database now");
        }
      }
    }
  }

  @Test
  void aSessionThatWasCutIsReplacedAtOnceAndLeadsOn() {
    long fence = first.standing().fence();
    endTheLockSession();
    first.beat();
    assertThat(first.leads()).isTrue();
    assertThat(first.standing().fence()).isEqualTo(fence);
    second.beat();
    assertThat(second.leads()).isFalse();
  }

  @Test
  void nobodyBeginsToLeadWhileTheFormerLeaderStoresSomething() throws InterruptedException {
    Thread[] taking = new Thread[1];
    inTransaction(
        () -> {
          first.hold();
          endTheLockSession();
          taking[0] = Thread.ofPlatform().start(second::beat);
          while (count("pg_locks where locktype = 'advisory' and not granted") == 0) {
            Thread.onSpinWait();
          }
          assertThat(second.leads()).isFalse();
        });
    taking[0].join();
    assertThat(second.leads()).isTrue();
  }

  @Test
  void whoDoesNotFarmSaysSoAndLeavesTheTasksToTheOther() {
    endTheLockSession();
    second.beat();
    first.beat();
    List<String> ran = new ArrayList<>();
    tasks.submit("farming", () -> ran.add("farming"));
    tasks.submitEverywhere("looking", () -> ran.add("looking"));
    ((SteppedTasks) tasks).runAll();
    assertThat(ran).containsExactly("looking");
    String check = "checks.find { it.name == 'leader' }.";
    Management.given()
        .get("/q/health/ready")
        .then()
        .body(check + "status", equalTo("UP"))
        .body(check + "data.farms", equalTo(false))
        .body(check + "data.why", containsString("another pool farms on this database"));
    Management.given().get("/q/metrics").then().body(containsString("kale_leader 0.0"));
    given().get("/api/v1/blocks").then().statusCode(200);
  }

  private void endTheLockSession() {
    db.list(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where " + LOCK_SESSION,
        row -> true);
    assertThat(
            count(
                "pg_stat_activity where "
                    + LOCK_SESSION
                    + " and pid in (select pid from pg_locks where locktype = 'advisory' and granted)"))
        .isZero();
  }

  private long count(String rows) {
    return db.one("select count(*) from " + rows, row -> row.getLong(1)).orElseThrow();
  }

  private static void inTransaction(Runnable what) {
    QuarkusTransaction.requiringNew().run(what);
  }
}
