package org.kalepool.books;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class TermsTest {
  @Inject Books books;
  @Inject Statements statements;
  @Inject FarmerTerms terms;
  @Inject StageFixture fixture;
  @Inject Db db;
  @Inject Clock clock;

  private Planter farmer;

  @BeforeEach
  void begin() {
    fixture.clear();
    share(5_000);
    farmer = fixture.active(50, 1, "100", "10");
  }

  /** What a start with another {@code kale.pooler.share-basis-points} does. */
  private void share(int basisPoints) {
    db.update("update poolers set share_basis_points = ?", basisPoints);
  }

  private void pass(Duration time) {
    ((SteppedClock) clock).advance(time);
  }

  private void planted(long block) {
    db.update(
        "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
            + " stake_percentage, harvest_interval, ledger, planted_at)"
            + " values (?, ?, ?, 'PLANTED', 1, 50, 1, 1, ?)",
        block,
        farmer.id(),
        farmer.pooler(),
        clock.instant());
  }

  private void harvested(long block, long reward) {
    db.update(
        "insert into harvests (block_index, farmer_id, pooler_id, status, stake, reward, ledger,"
            + " harvested_at) values (?, ?, ?, 'HARVESTED', 1, ?, 1, ?)",
        block,
        farmer.id(),
        farmer.pooler(),
        reward,
        clock.instant());
  }

  private void earned(long block, long reward) {
    planted(block);
    harvested(block, reward);
  }

  private long shareOf() {
    Kale share = books.position(farmer.id()).share();
    assertThat(statements.of(farmer.id()).orElseThrow().poolerShare()).isEqualTo(share.stroops());
    return share.stroops();
  }

  private ValidatableResponse announce(int points, Instant from, @Nullable UUID only) {
    Map<String, Object> body = new HashMap<>();
    body.put("share_basis_points", points);
    body.put("valid_from", from.toString());
    body.put("why", "power has become dear");
    if (only != null) {
      body.put("farmer_id", only.toString());
    }
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .contentType("application/json")
        .body(body)
        .post("/api/v1/operator/terms")
        .then();
  }

  @Test
  void aRestartWithAnotherShareDoesNotSplitAnewWhatWasEarnedBefore() {
    earned(1, 2_000);
    share(9_000);
    assertThat(shareOf()).isEqualTo(1_000);
    earned(2, 2_000);
    assertThat(shareOf()).isEqualTo(2_000);

    farmer = fixture.active(50, 1, "100", "10");
    earned(3, 2_000);
    assertThat(shareOf()).isEqualTo(1_800);
  }

  @Test
  void aHarvestIsSharedByTheTermsOfItsPlanting() {
    announce(8_000, clock.instant().plus(Duration.ofDays(8)), null).statusCode(200);
    planted(1);
    pass(Duration.ofDays(9));
    planted(2);
    harvested(1, 1_001);
    harvested(2, 1_001);
    assertThat(fixture.rows("select share_basis_points from harvests order by block_index"))
        .containsExactly("5000", "8000");
    // floored once for each of the terms
    assertThat(shareOf()).isEqualTo(500 + 800);
    earned(3, 1_001);
    assertThat(shareOf()).isEqualTo(500 + 1_601);
  }

  @Test
  void termsThatCostMoreCannotBeginBeforeFarmersWereTold() {
    Instant tooSoon = clock.instant().plus(Duration.ofDays(7)).minusSeconds(1);
    announce(5_001, tooSoon, null).statusCode(422).body("errors[0].field", equalTo("valid_from"));
    announce(5_001, clock.instant().minusSeconds(1), null).statusCode(422);
    assertThat(fixture.number("select count(*) from farmer_terms")).isEqualTo(1);
    assertThat(fixture.number("select count(*) from audit where detail like '5001 basis points%'"))
        .isZero();

    announce(4_000, clock.instant(), null).statusCode(200).body("farmers", equalTo(1));
    earned(1, 1_000);
    assertThat(shareOf()).isEqualTo(400);
  }

  @Test
  void anAnnouncementCanBeTakenBackBeforeItsTime() {
    Instant then = clock.instant().plus(Duration.ofDays(8));
    announce(8_000, then, farmer.id()).statusCode(200);
    assertThat(terms.coming(farmer.id()))
        .extracting(FarmerTerms.Terms::shareBasisPoints)
        .containsExactly(8_000);
    assertThat(terms.current(farmer.id()).shareBasisPoints()).isEqualTo(5_000);
    announce(5_000, then, farmer.id()).statusCode(200);
    assertThat(terms.coming(farmer.id()))
        .extracting(FarmerTerms.Terms::shareBasisPoints)
        .containsExactly(5_000);
    pass(Duration.ofDays(9));
    assertThat(terms.current(farmer.id()).shareBasisPoints()).isEqualTo(5_000);
    assertThat(terms.coming(farmer.id())).isEmpty();
  }

  @Test
  void farmersSeeTheirTermsAndThoseThatCome() {
    Planter other = fixture.active(50, 1, "100", "10");
    Instant then = clock.instant().plus(Duration.ofDays(8));
    announce(8_000, then, farmer.id()).statusCode(200).body("farmers", equalTo(1));
    get(farmer)
        .body("terms.share_basis_points", equalTo(5_000))
        .body("coming_terms", hasSize(1))
        .body("coming_terms[0].share_basis_points", equalTo(8_000))
        .body("coming_terms[0].valid_from", equalTo(then.toString()))
        .body("coming_terms[0].by", equalTo("operator"))
        .body("coming_terms[0].why", equalTo("power has become dear"));
    get(other).body("coming_terms", hasSize(0));
    assertThat(fixture.rows("select what, target from audit order by id desc limit 1"))
        .containsExactly("announce-terms " + farmer.id());
  }

  private static ValidatableResponse get(Planter whose) {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .get("/api/v1/farmers/" + whose.id())
        .then()
        .statusCode(200);
  }
}
