package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;
import org.kalepool.work.fleet.FleetMessage.Fate;
import org.kalepool.work.fleet.FleetMessage.Hit;
import org.kalepool.work.fleet.FleetMessage.Who;

/** What becomes of the hits of other machines. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class FleetHitsTest extends WorkFixture {
  private static final Who WHO = new Who(1, "rack-1");

  @Inject FindKeeper keeper;
  private FleetHits hits;

  @BeforeEach
  void aFarmerIsPlanted() {
    hits = new FleetHits(board, keeper, tasks);
    plant("0");
  }

  private Hit hit(int zeros) {
    return new Hit(WHO, index, farmer.custodial(), nonce(zeros), zeros);
  }

  private List<String> kept() {
    return farm.rows(
        "select nonce, zeros from best_nonces where farmer_id = ? and block_index = ?"
            + " order by zeros",
        farmer.id(),
        index);
  }

  @Test
  void acknowledgesAHitWhenItIsInTheDatabaseAndNotBefore() {
    CompletableFuture<Fate> fate = hits.take(hit(2));
    assertThat(fate).isNotDone();
    assertThat(kept()).isEmpty();
    run();
    assertThat(fate).isCompletedWithValue(Fate.STORED);
    assertThat(kept()).containsExactly(nonce(2) + " 2");
    board.abandonBefore(index + 1);
    ledgerAt(5);
    assertThat(board.finds(index, farmer.id())).containsOnlyKeys(2);
  }

  @Test
  void acknowledgesWhatTwoBetterOnesMakeNeedlessAndDoesNotKeepIt() {
    hits.take(hit(2));
    hits.take(hit(3));
    run();
    CompletableFuture<Fate> fate = hits.take(hit(1));
    CompletableFuture<Fate> again = hits.take(hit(3));
    run();
    assertThat(fate).isCompletedWithValue(Fate.STORED);
    assertThat(again).isCompletedWithValue(Fate.STORED);
    assertThat(kept()).containsExactly(nonce(2) + " 2", nonce(3) + " 3");
  }

  @Test
  void aHitWhoseHashIsNotWhatItClaimsIsRefusedAndCountsForNobody() {
    Hit wrong = new Hit(WHO, index, farmer.custodial(), nonce(2), 3);
    assertThat(hits.take(wrong)).isCompletedWithValue(Fate.WRONG);
    run();
    assertThat(board.finds(index, farmer.id())).isEmpty();
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatComesTooLateIsOverAndWhatComesTooSoonIsToBeToldAgain() {
    Address stranger =
        farm.farmer(poolers.own(), org.kalepool.farmer.FarmerState.ACTIVE).custodial();
    assertThat(hits.take(new Hit(WHO, index - 1, farmer.custodial(), 1, 0)))
        .isCompletedWithValue(Fate.OVER);
    assertThat(hits.take(new Hit(WHO, index + 1, farmer.custodial(), 1, 0)))
        .isCompletedWithValue(Fate.LATER);
    assertThat(hits.take(new Hit(WHO, index, stranger, 1, 0))).isCompletedWithValue(Fate.LATER);
    // just after a start
    board.abandonBefore(index + 1);
    assertThat(hits.take(hit(2))).isCompletedWithValue(Fate.LATER);
  }

  @Test
  void aHitOfABlockThatClosesBeforeItIsStoredIsNotAcknowledged() {
    CompletableFuture<Fate> fate = hits.take(hit(2));
    board.abandonBefore(index + 1);
    run();
    assertThat(fate).isCompletedWithValue(Fate.LATER);
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatTheDatabaseDoesNotTakeIsToBeToldAgain() {
    CompletableFuture<Fate> fate = hits.take(hit(2));
    farm.run("alter table best_nonces rename to best_nonces_gone");
    try {
      run();
    } finally {
      farm.run("alter table best_nonces_gone rename to best_nonces");
    }
    assertThat(fate).isCompletedWithValue(Fate.LATER);
    CompletableFuture<Fate> again = hits.take(hit(2));
    run();
    assertThat(again).isCompletedWithValue(Fate.STORED);
    assertThat(kept()).containsExactly(nonce(2) + " 2");
  }
}
