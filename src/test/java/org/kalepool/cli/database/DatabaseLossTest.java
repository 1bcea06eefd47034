package org.kalepool.cli.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.BooksComparison;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.demo.DemoFarmers;
import org.kalepool.lab.demo.DemoFarmers.DemoFarmer;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.lab.simulation.SimulatedNode;
import org.kalepool.lab.simulation.SimulationSettings;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.Management;

/** PostgreSQL goes away for some ledgers and comes back, while the service runs on. */
@QuarkusTest
@TestProfile(DatabaseLossTest.Profile.class)
class DatabaseLossTest {
  static final SandboxConfig NETWORK =
      SandboxConfig.stepped().with().ledgerSeconds(6).bots(1).seed(11).build();
  private static final String SENT_HARVESTS =
      "transaction_actions a join transactions t on t.id = a.transaction_id"
          + " where a.action = 'HARVEST' and t.state = 'BUILT'";
  private static final int MOST_LEDGERS = 300;

  /** Seconds after the opening; by then the pool has begun to send its final works. */
  private static final int WORKS_ARE_SENT = 210;

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(SimulationSettings.of(NETWORK));
      settings.put("kale.wallet.kek", "a5".repeat(32));
      return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(DatabaseServer.class));
    }
  }

  @Nullable DatabaseServer database;
  @TestHTTPResource @Nullable URI root;
  @Inject Stepper stepper;
  @Inject SimulatedNode node;
  @Inject Poolers poolers;
  @Inject Books books;
  @Inject Db db;
  @Inject AgroalDataSource source;

  @Test
  void goesOnWithTheBlockWhenTheDatabaseIsBackAndBooksEveryStroop() throws SQLException {
    try (Sandbox sandbox = Sandbox.start(NETWORK);
        DemoClient client = new DemoClient(String.valueOf(root).replaceAll("/$", ""))) {
      node.attach(sandbox, () -> {});
      play(new Pool(sandbox, client));
    }
  }

  private void play(Pool pool) throws SQLException {
    List<DemoFarmer> farmers = pool.join();
    pool.until("both have planted", () -> count("plantings where status = 'PLANTED'") == 2);
    List<Long> hit = new ArrayList<>();
    hit.add(pool.nextBlock());
    pool.withoutDatabase();
    hit.add(pool.nextBlock());
    pool.until("the works are due", () -> pool.age() > WORKS_ARE_SENT);
    pool.withoutDatabase();
    hit.add(pool.nextBlock());
    pool.until("harvests are under way", () -> count(SENT_HARVESTS) > 0);
    pool.withoutDatabase();
    pool.nextBlock();
    farmers.forEach(pool.farmers::leave);
    pool.until("both have left", () -> count("farmers where state = 'DEPARTED'") == 2);
    for (long block : hit) {
      assertThat(outcomes("plantings", block)).isEqualTo("PLANTED PLANTED");
      assertThat(outcomes("works", block)).isEqualTo("WORKED WORKED");
      assertThat(outcomes("harvests", block)).isEqualTo("HARVESTED HARVESTED");
    }
    assertThat(new BooksComparison(source, books, pool.sandbox).differences())
        .extracting(BooksComparison.Difference::size)
        .containsExactly(0L, 0L);
  }

  private long count(String rows) {
    return db.one("select count(*) from " + rows, row -> row.getLong(1)).orElseThrow();
  }

  private String outcomes(String table, long block) {
    return db.one(
            "select string_agg(status, ' ') from " + table + " where block_index = ?",
            row -> String.valueOf(row.getString(1)),
            block)
        .orElseThrow();
  }

  /** The service and what is around it, a ledger at a time. */
  private final class Pool {
    private final Sandbox sandbox;
    private final DemoFarmers farmers;

    Pool(Sandbox sandbox, DemoClient client) {
      this.sandbox = sandbox;
      this.farmers = new DemoFarmers(client, sandbox, poolers.own().id().toString(), 1);
    }

    List<DemoFarmer> join() {
      sandbox.fund(poolers.own().wallet(), Xlm.parse("1000"));
      sandbox.giveKale(poolers.own().wallet(), Kale.ZERO);
      ledger();
      List<DemoFarmer> joined = farmers.join(2);
      until("both are active", () -> count("farmers where state = 'ACTIVE'") == 2);
      joined.forEach(farmer -> farmers.depositKale(farmer, false));
      return joined;
    }

    void ledger() {
      sandbox.closeLedger();
      stepper.pass(Duration.ofSeconds(NETWORK.ledgerSeconds()));
    }

    long age() {
      return sandbox.now() - sandbox.farm().observed().timestamp();
    }

    long nextBlock() {
      long before = sandbox.farm().index();
      until("the block after " + before, () -> sandbox.farm().index() > before);
      return sandbox.farm().index();
    }

    void until(String what, BooleanSupplier reached) {
      for (int i = 0; i < MOST_LEDGERS; i++) {
        if (reached.getAsBoolean()) {
          return;
        }
        ledger();
      }
      throw new AssertionError(MOST_LEDGERS + " ledgers were not enough: " + what);
    }

    void withoutDatabase() {
      DatabaseServer server = Objects.requireNonNull(database);
      server.goDown();
      given()
          .get("/api/v1/blocks")
          .then()
          .statusCode(503)
          .header("Retry-After", notNullValue())
          .body("code", equalTo("database_unavailable"));
      Management.given().get("/q/health/ready").then().statusCode(503);
      Management.given().get("/q/health/live").then().statusCode(200);
      // more ledgers would take as much longer: each task waits a second for a connection
      ledger();
      server.goUp();
      ledger();
      Management.given().get("/q/health/ready").then().statusCode(200);
      given().get("/api/v1/blocks").then().statusCode(200);
    }
  }
}
