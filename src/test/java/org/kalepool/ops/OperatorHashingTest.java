package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Operators pause the hashing, and know before what that costs. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorHashingTest extends OperatorFixture {
  @Test
  void warnsBeforeAPauseOfTheStakesThatItCosts() {
    fixture.active(50, 1, "100", "10");
    Planter safe = fixture.active(50, 1, "100", "10");
    fixture.step();
    network.landAll();
    fixture.active(50, 1, "100", "10");
    fixture.worked(safe, chain.index(), Hash.ZERO, 3);
    db.update("delete from best_nonces");
    operator()
        .get(API + "hashing/pause")
        .then()
        .statusCode(200)
        .body("paused", equalTo(false))
        .body("block", equalTo((int) chain.index()))
        .body("planted", equalTo(2))
        .body("without_hash", equalTo(1))
        .body("stake_at_risk", equalTo(500_000_000))
        .body("not_planted", equalTo(3));
    assertThat(work.paused()).isFalse();
    assertThat(audit()).isEmpty();
  }

  @Test
  void pausesTheHashingAndChangesItsThreads() {
    operator().body(Map.of()).post(API + "hashing/pause").then().statusCode(422);
    assertThat(work.paused()).isFalse();
    operator()
        .body(Map.of("why", "new fans"))
        .post(API + "hashing/pause")
        .then()
        .statusCode(200)
        .body("paused", equalTo(true));
    assertThat(work.paused()).isTrue();
    operator()
        .get(API + "status")
        .then()
        .body("hashing.obstacle", equalTo("an operator has paused the hashing"));
    operator().post(API + "hashing/resume").then().statusCode(200).body("paused", equalTo(false));
    // A stepped pool hashes on the thread that steps it, whatever is asked for.
    operator()
        .body(Map.of("threads", 3))
        .put(API + "hashing/threads")
        .then()
        .statusCode(200)
        .body("threads", equalTo(1));
    assertThat(work.paused()).isFalse();
    assertThat(audit())
        .containsExactly(
            "operator pause-hashing null new fans",
            "operator resume-hashing null null",
            "operator hashing-threads null 3");
  }

  @Test
  void changesTheKernelWithAReasonAndRefusesWhatDoesNotHashHere() {
    operator()
        .get(API + "hashing/kernels")
        .then()
        .statusCode(200)
        .body("kernels.name", hasItem("scalar"))
        .body("kernels.rate", everyItem(greaterThan(0f)));
    operator().body(Map.of("kernel", "scalar")).put(API + "hashing/kernel").then().statusCode(422);
    operator()
        .body(Map.of("kernel", "gpu", "why", "faster"))
        .put(API + "hashing/kernel")
        .then()
        .statusCode(422)
        .body("code", equalTo("validation_failed"))
        .body("errors[0].field", equalTo("kernel"))
        .body("errors[0].message", startsWith("must be one of "));
    assertThat(audit()).isEmpty();
    operator()
        .body(Map.of("kernel", "scalar", "why", "to compare"))
        .put(API + "hashing/kernel")
        .then()
        .statusCode(200)
        .body("kernel", equalTo("scalar"));
    operator()
        .get(API + "hashing/kernels")
        .then()
        .body("kernel", equalTo("scalar"))
        .body("kernels.find { it.name == 'scalar' }.in_use", equalTo(true));
    assertThat(audit()).containsExactly("operator hashing-kernel null scalar: to compare");
  }
}
