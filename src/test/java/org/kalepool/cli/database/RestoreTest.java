package org.kalepool.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.block.Blocks;
import org.kalepool.books.Books;
import org.kalepool.db.Db;
import org.kalepool.db.DbException;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.BooksComparison;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.demo.DemoFarmers;
import org.kalepool.lab.demo.DemoFarmers.DemoFarmer;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.lab.simulation.SimulatedDatabase;
import org.kalepool.lab.simulation.SimulatedNode;
import org.kalepool.lab.simulation.SimulationSettings;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.PostgresResource;

/** A backup that is several blocks old is restored, and the pool makes up for what it misses. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(RestoreTest.Profile.class)
class RestoreTest {
  static final SandboxConfig NETWORK =
      SandboxConfig.stepped().with().ledgerSeconds(6).bots(1).seed(12).build();
  private static final int MOST_LEDGERS = 400;

  /** 90 s, which is how long an envelope is good for. */
  private static final int LEDGERS_UNTIL_NOTHING_LANDS = 15;

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(SimulationSettings.of(NETWORK));
      // enough to work for all, so that all are planted in every block
      settings.put("kale.work.stepped-hashes", "20000");
      settings.put("kale.farmer.registration-life", "5m");
      return settings;
    }
  }

  @TestHTTPResource @Nullable URI root;
  @Inject Stepper stepper;
  @Inject SimulatedNode node;
  @Inject Poolers poolers;
  @Inject Books books;
  @Inject Clock clock;
  @Inject Db db;
  @Inject AgroalDataSource source;
  @TempDir Path folder;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  private @Nullable Sandbox network;

  @Test
  void everyFarmerFarmsAgainAndIsPaidOutToTheStroopAfterARestore() throws Exception {
    try (Sandbox sandbox = Sandbox.start(NETWORK);
        DemoClient client = new DemoClient(String.valueOf(root).replaceAll("/$", ""));
        SimulatedDatabase database = SimulatedDatabase.open(url, "postgres", "")) {
      network = sandbox;
      node.attach(sandbox, () -> {});
      play(database, client, new DemoFarmers(client, sandbox, poolers.own().id().toString(), 1));
    }
  }

  private Sandbox sandbox() {
    return Objects.requireNonNull(network);
  }

  /** Somebody who has not paid yet. */
  private DemoFarmer registered(DemoClient client, String name) {
    Address payout = DemoFarmers.somebody("payout of " + name);
    sandbox().fund(payout, Xlm.parse("5"));
    sandbox().giveKale(payout, Kale.ZERO);
    ObjectNode body = client.object();
    body.put("pooler_id", poolers.own().id().toString());
    body.put("payout_wallet", payout.text());
    body.put("stake_percentage", 50);
    body.put("harvest_interval", 1);
    JsonNode answer = client.call("POST", "/api/v1/farmers", null, body);
    return new DemoFarmer(
        UUID.fromString(answer.path("farmer_id").asText()),
        answer.path("token").asText(),
        Address.of(answer.path("custodial_wallet").asText()),
        Kale.parse("700"));
  }

  private void play(SimulatedDatabase database, DemoClient client, DemoFarmers pool)
      throws Exception {
    Sandbox sandbox = sandbox();
    sandbox.fund(poolers.own().wallet(), Xlm.parse("1000"));
    sandbox.giveKale(poolers.own().wallet(), Kale.parse("100000"));
    ledger();
    List<DemoFarmer> farmers = pool.join(4);
    until("all are active", () -> count("farmers where state = 'ACTIVE'") == 4);
    farmers.forEach(farmer -> pool.depositKale(farmer, false));
    DemoFarmer lapsed = registered(client, "lapsed");
    until("all have planted", () -> count("plantings where status = 'PLANTED' and stake > 0") >= 4);
    nextBlock();
    nextBlock();
    until("a work has landed", () -> count("works where status = 'WORKED'") > 4);
    until("one has lapsed", () -> count("lapsed_registrations") == 1);
    DemoFarmer unpaid = registered(client, "unpaid");
    List<DemoFarmer> newcomers = List.of(lapsed, unpaid);
    Path backup = folder.resolve("pool.sql");
    database.backUp(backup);
    DemoFarmer leaver = farmers.get(3);
    newcomers.forEach(farmer -> sandbox.fund(farmer.custodial(), Xlm.parse("20")));
    until("both have come", () -> count("farmers where state = 'ACTIVE'") == 6);
    newcomers.forEach(farmer -> pool.depositKale(farmer, false));
    nextBlock();
    pool.leave(leaver);
    sandbox.giveKale(farmers.get(0).custodial(), Kale.parse("12.3456789"));
    sandbox.fund(farmers.get(1).custodial(), Xlm.parse("7"));
    nextBlock();
    nextBlock();
    until("one has left", () -> pool.state(leaver).equals("DEPARTED"));
    DemoFarmer parted = farmers.get(2);
    sandbox.authorizeKale(poolers.own().wallet(), false);
    pool.leave(parted);
    nextBlock();
    until("one has been paid its part", () -> pool.state(parted).equals("DEPARTED"));
    assertThat(count("splits where withheld > 0")).isOne();
    nextBlock();
    until("in the middle of a block", () -> age() > 60);
    Map<DemoFarmer, Books.Position> before = new HashMap<>();
    List<String> shares = shares();
    List<DemoFarmer> all = Stream.concat(farmers.stream(), newcomers.stream()).toList();
    all.forEach(farmer -> before.put(farmer, books.position(farmer.id())));
    assertThat(count("plantings where status = 'PLANTED'"))
        .as(
            "%s",
            db.list(
                "select block_index || ' ' || status || ' ' || coalesce(cause, '') || ' '"
                    + " || coalesce(detail, '') || ' ' || count(*) from plantings"
                    + " group by block_index, status, cause, detail order by 1",
                row -> row.getString(1)))
        .isGreaterThan(10);

    database.restore(backup, clock.instant());
    Arc.container().instance(Blocks.class).destroy();
    connectAgain();
    for (int ledgers = 0; ledgers < LEDGERS_UNTIL_NOTHING_LANDS; ledgers++) {
      ledger();
      assertThat(count("recoveries")).as("what was sent before may still land").isZero();
    }
    until("all are recovered", () -> count("recoveries") == 6);
    for (DemoFarmer farmer : all) {
      Books.Position after = books.position(farmer.id());
      assertThat(after.earned()).isEqualTo(of(before, farmer).earned());
      assertThat(after.staked()).isEqualTo(of(before, farmer).staked());
      assertThat(after.paidOut()).isEqualTo(of(before, farmer).paidOut());
    }
    assertThat(shares()).isEqualTo(shares).isNotEmpty();
    assertThat(pool.state(leaver)).isEqualTo("DEPARTED");
    assertThat(pool.state(parted)).isEqualTo("DEPARTED");
    assertThat(count("splits where withheld > 0")).isOne();
    sandbox.authorizeKale(poolers.own().wallet(), true);
    until("the others farm again", () -> count("farmers where state = 'ACTIVE'") == 4);
    until("the share has gone on", () -> count("late_payouts where to_pooler > 0") == 1);
    assertThat(
            db.list(
                "select what, difference from reconciliations where difference <> 0",
                row -> row.getString(1)))
        .isEmpty();
    long first = nextBlock();
    nextBlock();
    assertThat(count("plantings where status = 'PLANTED' and block_index = " + first)).isEqualTo(4);
    assertThat(count("works where status = 'WORKED' and block_index = " + first))
        .isGreaterThanOrEqualTo(4);
    all.forEach(
        farmer ->
            assertThat(books.position(farmer.id()).deposited())
                .isEqualTo(of(before, farmer).deposited()));
    farmers.subList(0, 2).forEach(pool::leave);
    newcomers.forEach(pool::leave);
    until("all have left", () -> count("farmers where state = 'DEPARTED'") == 6);
    assertThat(count("harvests where status = 'LOST'")).isZero();
    for (Address payout :
        db.list("select payout from farmers order by seq", row -> Address.of(row.getString(1)))) {
      Kale paid =
          db.one(
                  "select to_farmer + from_pooler from splits s join farmers f on f.id = s.farmer_id where f.payout = ?",
                  row -> Kale.ofStroops(row.getLong(1)),
                  payout.text())
              .orElseThrow();
      assertThat(sandbox.kale(payout)).contains(paid);
    }
    assertThat(new BooksComparison(source, books, sandbox).differences())
        .extracting(BooksComparison.Difference::size)
        .containsOnly(0L);
  }

  private static Books.Position of(Map<DemoFarmer, Books.Position> all, DemoFarmer farmer) {
    return Objects.requireNonNull(all.get(farmer));
  }

  /** The pool's connections were cut with the database; it has up to eight. */
  private void connectAgain() {
    for (int i = 0; i < 20; i++) {
      try {
        count("farmers");
      } catch (DbException e) {
        assertThat(e).hasMessageContaining("terminating connection");
      }
    }
  }

  /** What each farmer's share has brought the pooler. */
  private List<String> shares() {
    return db.rows(
        "select account, balance from account_balances"
            + " where account like 'pooler-share:%' and balance <> 0 order by account");
  }

  private long count(String rows) {
    return db.one("select count(*) from " + rows, row -> row.getLong(1)).orElseThrow();
  }

  private void ledger() {
    sandbox().closeLedger();
    stepper.pass(Duration.ofSeconds(NETWORK.ledgerSeconds()));
  }

  private long age() {
    return sandbox().now() - sandbox().farm().observed().timestamp();
  }

  private long nextBlock() {
    long before = sandbox().farm().index();
    until("the block after " + before, () -> sandbox().farm().index() > before);
    return sandbox().farm().index();
  }

  private void until(String what, BooleanSupplier reached) {
    for (int i = 0; i < MOST_LEDGERS; i++) {
      if (reached.getAsBoolean()) {
        return;
      }
      ledger();
    }
    throw new AssertionError(
        MOST_LEDGERS
            + " ledgers were not enough: "
            + what
            + "\n"
            + db.list("select f::text from farmers f", row -> row.getString(1))
            + db.list(
                "select f::text from farmer_events f order by id desc limit 8",
                row -> row.getString(1))
            + db.list(
                "select r::text from reconciliations r where difference <> 0 order by id desc limit 8",
                row -> row.getString(1)));
  }
}
