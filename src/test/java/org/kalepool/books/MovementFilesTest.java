package org.kalepool.books;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;
import org.kalepool.web.ProblemException;

/** Statements of any length as files: they add up, and no more is made than is taken. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class MovementFilesTest extends ReconcilerFixture {
  private static final int HOURS = 2400;
  private static final String HEAD =
      "time,what,block,wallet_kale,pails_kale,wallet_xlm,transaction";

  @Inject Db db;
  @Inject MovementFiles files;
  @Inject Clock clock;

  private static Response get(Planter farmer, String query) {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .get("/api/v1/farmers/" + farmer.id() + "/statement/movements?" + query);
  }

  private static List<String[]> lines(Planter farmer, String query) {
    Response answer = get(farmer, query);
    answer.then().statusCode(200).header("Cache-Control", "no-store");
    List<String> lines = Arrays.asList(answer.asString().split("\r\n"));
    assertThat(lines.getFirst()).isEqualTo(HEAD);
    return lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  private static BigDecimal kale(String[] line) {
    return new BigDecimal(line[3]);
  }

  /** A hundred days with a deposit each hour: 1 stroop, 2 stroops and so on. */
  private Planter hundredDays() {
    Planter farmer = fixture.active(50, 1, "0", "10");
    db.update(
        "with e as (insert into journal_entries (key, kind, farmer_id, memo, at)"
            + " select 'deposit/' || n, 'deposit', ?, 'KALE noticed',"
            + " timestamptz '2025-01-01T00:30:00Z' + n * interval '1 hour'"
            + " from generate_series(0, ?) n order by n returning id, key)"
            + " insert into journal_lines (entry_id, line, account, asset, amount)"
            + " select id, l, case l when 0 then 'deposits:' else 'custody:' end || ?, 'KALE',"
            + " (l * 2 - 1) * (1 + substr(key, 9)::bigint) from e, generate_series(0, 1) l",
        farmer.id(),
        HOURS - 1,
        farmer.id());
    return farmer;
  }

  @Test
  void aStatementOfAHundredDaysAddsUpToTheStroop() {
    Planter farmer = hundredDays();
    List<String[]> all = lines(farmer, "from=2024-12-01&to=2026-01-01");
    assertThat(all.stream().filter(line -> line[1].startsWith("deposit") && !line[3].equals("0")))
        .hasSize(HOURS);
    assertThat(all.getFirst()[1]).isEqualTo("closing balance");
    assertThat(all.getLast()[1]).isEqualTo("opening balance");
    BigDecimal sum =
        all.subList(1, all.size() - 1).stream()
            .map(MovementFilesTest::kale)
            .reduce(kale(all.getLast()), BigDecimal::add);
    assertThat(sum).isEqualByComparingTo(kale(all.getFirst()));
    assertThat(Kale.parse(all.getFirst()[3])).isEqualTo(books.position(farmer.id()).custody());
    assertThat(kale(all.getLast())).isZero();
  }

  @Test
  void onePeriodEndsWithWhatTheNextBeginsWith() {
    Planter farmer = hundredDays();
    List<String[]> first = lines(farmer, "from=2025-01-01&to=2025-02-20");
    List<String[]> second = lines(farmer, "from=2025-02-21&to=2025-04-20");
    assertThat(kale(first.getFirst())).isEqualByComparingTo(kale(second.getLast()));
    assertThat(first).hasSize(51 * 24 + 2);
    assertThat(second).hasSize(HOURS - 51 * 24 + 2);
    assertThat(first.get(1)[0]).isEqualTo("2025-02-20T23:30:00Z");
    assertThat(first.getFirst()[0]).isEqualTo("2025-02-21T00:00:00Z");
  }

  @Test
  void aMovementHasTheHashOfItsTransaction() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    network.landAll();
    nextLedger();
    String hash =
        given()
            .header("Authorization", "Bearer " + StagesProfile.KEY)
            .get("/api/v1/farmers/" + farmer.id() + "/plantings")
            .path("items[0].plant_tx_hash");
    assertThat(hash).hasSize(64);
    List<String[]> all = lines(farmer, "from=2025-01-01&to=2027-01-01");
    assertThat(all.stream().filter(line -> line[1].equals("stake planted")))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line[3]).isEqualTo("-50");
              assertThat(line[4]).isEqualTo("50");
              assertThat(line[6]).isEqualTo(hash);
            });
  }

  @Test
  void aPeriodThatMakesNoSenseIsNamed() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    get(farmer, "from=x").then().statusCode(422).body("errors[0].field", equalTo("from"));
    get(farmer, "to=2026-02-30").then().statusCode(422).body("errors[0].field", equalTo("to"));
    get(farmer, "from=2026-02-02&to=2026-02-01").then().statusCode(422);
    get(farmer, "to=%2B999999999-12-31").then().statusCode(422);
  }

  /** Takes a piece when it is told to. */
  private static final class Taker implements Flow.Subscriber<String> {
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private volatile Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription made) {
      subscription = made;
    }

    @Override
    public void onNext(String piece) {
      taken.add(piece);
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
      taken.add("over");
    }
  }

  @Test
  void noMoreIsMadeThanIsTakenAndOneAtATimeForAFarmer() {
    Planter farmer = hundredDays();
    LocalDate from = LocalDate.parse("2025-01-01");
    LocalDate to = LocalDate.parse("2025-12-31");
    Taker slow = new Taker();
    files.of(farmer.id(), from, to).subscribe().withSubscriber(slow);
    slow.subscription.request(1);
    await().until(() -> slow.taken.size() == 1);
    assertThat(slow.taken.getFirst().lines().count()).isBetween(3L, 203L);
    assertThatThrownBy(() -> files.of(farmer.id(), from, to)).isInstanceOf(ProblemException.class);
    get(farmer, "from=2025-01-01").then().statusCode(429).header("Retry-After", "30");
    slow.subscription.request(1);
    await().until(() -> slow.taken.size() == 2);
    slow.subscription.cancel();
    get(farmer, "from=2025-01-01").then().statusCode(200);
  }

  @Test
  void aFileWhoseSendingNeverBeginsHoldsNoPlace() {
    Planter farmer = hundredDays();
    for (int i = 0; i < 10; i++) {
      files.of(farmer.id(), LocalDate.parse("2025-01-01"), LocalDate.parse("2025-12-31"));
    }
    get(farmer, "from=2025-01-01").then().statusCode(200);
  }

  @Test
  void whoComesBetweenIsRefusedWhenTheSendingBegins() {
    Planter farmer = hundredDays();
    LocalDate day = LocalDate.parse("2025-01-01");
    Multi<String> first = files.of(farmer.id(), day, day);
    Multi<String> second = files.of(farmer.id(), day, day);
    Taker waits = new Taker();
    first.subscribe().withSubscriber(waits);
    assertThatThrownBy(() -> second.collect().asList().await().indefinitely())
        .isInstanceOf(ProblemException.class);
    waits.subscription.cancel();
    assertThat(files.of(farmer.id(), day, day).collect().asList().await().indefinitely())
        .isNotEmpty();
  }

  @Test
  void whoTakesNothingMoreAndStaysGivesItsPlaceUpInTheEnd() {
    Planter farmer = hundredDays();
    LocalDate day = LocalDate.parse("2025-01-01");
    Taker waits = new Taker();
    files.of(farmer.id(), day, day).subscribe().withSubscriber(waits);
    get(farmer, "from=2025-01-01").then().statusCode(429);
    ((SteppedClock) clock).advance(Duration.ofMinutes(16));
    get(farmer, "from=2025-01-01").then().statusCode(200);
    Taker other = new Taker();
    files.of(farmer.id(), day, day).subscribe().withSubscriber(other);
    waits.subscription.cancel();
    get(farmer, "from=2025-01-01").then().statusCode(429);
    other.subscription.cancel();
  }
}
