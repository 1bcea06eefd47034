package org.kalepool.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.BooksComparison;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.demo.DemoFarmers;
import org.kalepool.lab.demo.DemoFarmers.DemoFarmer;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.lab.simulation.SimulatedNode;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.PostgresResource;

/**
 * The node forgets what a transaction did before the pool has seen it, one kind after the other.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ForgottenLandingTest.Profile.class)
class ForgottenLandingTest {
  private static final SandboxConfig NETWORK = RestoreTest.NETWORK;
  private static final int MOST_LEDGERS = 400;
  private static final String OPERATOR = "operators-only-0123456789";

  /** A pool of its own: another network's ledgers would be in the books of the other test's. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(new RestoreTest.Profile().getConfigOverrides());
      settings.put("kale.operator.key", OPERATOR);
      return settings;
    }
  }

  @TestHTTPResource @Nullable URI root;
  @Inject Stepper stepper;
  @Inject SimulatedNode node;
  @Inject Poolers poolers;
  @Inject Books books;
  @Inject Db db;
  @Inject AgroalDataSource source;

  private @Nullable Sandbox network;

  @Test
  void whatLandedAndTheNodeHasForgottenIsBookedByWhatItDidOrAsAnOperatorSays() throws Exception {
    try (Sandbox sandbox = Sandbox.start(NETWORK);
        DemoClient client = new DemoClient(String.valueOf(root).replaceAll("/$", ""))) {
      network = sandbox;
      node.attach(sandbox, () -> {});
      DemoFarmers pool = new DemoFarmers(client, sandbox, poolers.own().id().toString(), 2);
      play(pool);
      anOperatorBooksThePayoutThatOnlyItsHashTells(pool, client);
    }
  }

  private Sandbox sandbox() {
    return Objects.requireNonNull(network);
  }

  private void play(DemoFarmers pool) throws Exception {
    sandbox().fund(poolers.own().wallet(), Xlm.parse("1000"));
    sandbox().giveKale(poolers.own().wallet(), Kale.parse("1000"));
    ledger();
    List<DemoFarmer> farmers = pool.join(1);
    DemoFarmer farmer = farmers.getFirst();
    until("it is active", () -> count("farmers where state = 'ACTIVE'") == 1);
    pool.depositKale(farmer, false);
    until("it has planted", () -> count("plantings where status = 'PLANTED' and stake > 0") > 0);
    for (String action : List.of("PLANT", "WORK", "HARVEST")) {
      forget(action);
      until("the books know again", () -> books.position(farmer.id()).xlm().equals(xlm(farmer)));
    }
    assertThat(count("plantings where status = 'FAILED'")).isZero();
    assertThat(count("harvests where status = 'LOST'")).isZero();
    pool.leave(farmer);
    forget("SPLIT");
    until("it has left", () -> pool.state(farmer).equals("DEPARTED"));
    assertThat(count("splits where unseen is not null")).isEqualTo(1);
    assertThat(count("reconciliations where difference <> 0")).isZero();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(farmer.deposit());
    Address payout =
        db.one("select payout from farmers", row -> Address.of(row.getString(1))).orElseThrow();
    assertThat(sandbox().kale(payout)).contains(books.position(farmer.id()).paidOut());
    assertThat(new BooksComparison(source, books, sandbox()).differences())
        .extracting(BooksComparison.Difference::size)
        .containsOnly(0L);
  }

  /**
   * Dust lets the first attempt fail, the second lands, and the node forgets both: either could
   * have closed the account. An operator who has found the transaction elsewhere says which.
   */
  private void anOperatorBooksThePayoutThatOnlyItsHashTells(DemoFarmers pool, DemoClient client)
      throws Exception {
    DemoFarmer farmer = pool.join(1).getFirst();
    until("another is active", () -> pool.state(farmer).equals("ACTIVE"));
    pool.depositKale(farmer, false);
    until("its deposit is known", () -> books.position(farmer.id()).custody().isPositive());
    pool.leave(farmer);
    forget("SPLIT", () -> sandbox().giveKale(farmer.custodial(), DUST));
    forget("SPLIT");
    for (int i = 0; i < 12; i++) {
      ledger();
    }
    assertThat(pool.state(farmer)).isEqualTo("LEAVING");
    List<String> payouts =
        db.list(
            """
            select t.id || ' ' || e.hash from split_plans p
            join transactions t on t.id = p.transaction_id
            join transaction_envelopes e on e.transaction_id = t.id
            where p.farmer_id = ? order by e.id\
            """,
            row -> row.getString(1),
            farmer.id());
    String[] first = payouts.getFirst().split(" ", -1);
    String[] landed = payouts.getLast().split(" ", -1);
    assertThat(landed[0]).isNotEqualTo(first[0]);
    assertThatThrownBy(() -> bookAsLanded(client, landed[0], first[1]))
        .hasMessageContaining("404")
        .hasMessageContaining("transaction_not_found");
    assertThat(bookAsLanded(client, landed[0], landed[1])).isEqualTo("BOOKED");

    assertThat(pool.state(farmer)).isEqualTo("DEPARTED");
    Address payout =
        db.one(
                "select payout from farmers where id = ?",
                row -> Address.of(row.getString(1)),
                farmer.id())
            .orElseThrow();
    Books.Position position = books.position(farmer.id());
    assertThat(position.custody()).isEqualTo(Kale.ZERO);
    assertThat(position.xlm()).isEqualTo(Xlm.ZERO);
    assertThat(position.deposited()).isEqualTo(farmer.deposit().plus(DUST));
    assertThat(sandbox().kale(payout)).contains(position.paidOut());
    Kale share =
        db.one(
                "select coalesce(sum(balance), 0) from account_balances where account like ?",
                row -> Kale.ofStroops(row.getLong(1)),
                "pooler-share:" + farmer.id() + ":%")
            .orElseThrow();
    assertThat(position.paidOut().plus(share))
        .isEqualTo(position.deposited().plus(position.earned()));
    assertThat(
            count(
                "splits where unseen like 'operator: %' and transaction_hash = '"
                    + landed[1]
                    + "'"))
        .isEqualTo(1);
    assertThat(count("audit where what = 'book-as-landed'")).isEqualTo(1);
    assertThatThrownBy(() -> bookAsLanded(client, landed[0], landed[1]))
        .hasMessageContaining("farmer_departed");
    assertThat(new BooksComparison(source, books, sandbox()).differences())
        .extracting(BooksComparison.Difference::size)
        .containsOnly(0L);
  }

  private static final Kale DUST = Kale.parse("0.0000001");

  private static String bookAsLanded(DemoClient client, String transaction, String hash) {
    return client
        .call(
            "POST",
            "/api/v1/operator/transactions/" + transaction + "/book-as-landed",
            OPERATOR,
            client.object().put("hash", hash).put("why", "an explorer shows it"))
        .path("state")
        .asText();
  }

  private Xlm xlm(DemoFarmer farmer) {
    return sandbox().lumens(farmer.custodial()).orElseThrow();
  }

  /** Closes ledgers until one of this kind has landed, and has the node forget that one. */
  private void forget(String action) {
    forget(action, () -> {});
  }

  private void forget(String action, Runnable meanwhile) {
    String open =
        "transactions t join transaction_actions a on a.transaction_id = t.id where a.action = '"
            + action
            + "' and t.state = 'BUILT'";
    until(action + " is in flight", () -> count(open) > 0);
    meanwhile.run();
    sandbox().closeLedger();
    sandbox().closeLedger();
    sandbox().forgetHistory();
    long refused = count("transactions where cause = 'SEQUENCE_TAKEN'");
    ledger();
    until(
        action + " is not known",
        () -> count("transactions where cause = 'SEQUENCE_TAKEN'") > refused);
  }

  private long count(String rows) {
    return db.one("select count(*) from " + rows, row -> row.getLong(1)).orElseThrow();
  }

  private void ledger() {
    sandbox().closeLedger();
    stepper.pass(Duration.ofSeconds(NETWORK.ledgerSeconds()));
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
            + db.list(
                "select f::text from farmer_events f order by id desc limit 4",
                row -> row.getString(1))
            + db.list("select o::text from exit_obstacles o", row -> row.getString(1))
            + db.list(
                "select r::text from reconciliations r where difference <> 0 order by id desc"
                    + " limit 8",
                row -> row.getString(1)));
  }
}
