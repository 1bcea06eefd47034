package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;

/** What is written down of a block that is over. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class WorkEndTest extends WorkFixture {
  @Test
  void findsAWorkThatLandedLongerAgoThanTheNodeRemembers() {
    plant("100");
    found(2);
    ledgersTo(200, 300);
    long closed = index;
    Map.Entry<Long, TransactionRequest> asked = work();
    chain.putPail(farmer.custodial(), closed, new Pail(openedLedger + 1, 40L, BigInteger.TEN, 2L));
    openBlock();
    transactions.settle(
        asked.getKey(), new Outcome.Refused(HASH, Cause.SEQUENCE_TAKEN, "read the chain"));
    run();
    assertThat(works()).last().isEqualTo("FINAL WORKED 2 40 null null");
    assertThat(seen.finished).contains(closed);
  }

  @Test
  void whoWasNotWorkedGetsOneRowThatSaysWhy() {
    plant("100");
    long closed = index;
    ledgersTo(5, 320);
    openBlock();
    sweep.sweep();
    ledgersTo(5, 15);
    assertThat(works()).containsExactly("FINAL FAILED null null BLOCK_CLOSED POOLER");
    assertThat(farm.rows("select detail from works where farmer_id = ?", farmer.id()))
        .containsExactly("no hash had been found when the block closed");
    assertThat(seen.finished).containsOnlyOnce(closed);
    assertThat(
            farm.rows(
                "select worked_at is not null from block_operations where block_index = ?", closed))
        .containsExactly("t");
  }

  @Test
  void whoWasPlantedInABlockThatThePoolNeverSawGetsARowThatSaysWhyNotWorked() {
    long unseen = nextIndex++;
    farm.planted(farmer, unseen, "100", openedLedger + 61);
    openBlock();
    ledgersTo(5, 15);
    assertThat(works()).containsExactly("FINAL FAILED null null BLOCK_CLOSED POOLER");
    assertThat(farm.rows("select block_index from works where farmer_id = ?", farmer.id()))
        .containsExactly(Long.toString(unseen));
  }

  @Test
  void aBlockIsNotFinishedWhileAWorkMayLand() {
    plant("0");
    found(2);
    long closed = index;
    ledgersTo(5, 320);
    long id = work().getKey();
    openBlock();
    assertThat(seen.finished).doesNotContain(closed);
    assertThat(works()).isEmpty();
    transactions.settle(
        id,
        new Outcome.Failed(
            HASH, openedLedger, openedAt, Xlm.ofStroops(13_000), Cause.PAIL_MISSING, "late"));
    run();
    assertThat(works())
        .containsExactly(
            "FINAL FAILED 2 null PAIL_MISSING POOLER", "FINAL FAILED 2 null PAIL_MISSING POOLER");
    assertThat(seen.finished).containsOnlyOnce(closed);
  }

  @Test
  void aWorkByOthersSavesTheStakeAtTheEndToo() {
    plant("100");
    long closed = index;
    chain.putPail(farmer.custodial(), closed, new Pail(openedLedger + 1, 30L, BigInteger.TEN, 2L));
    openBlock();
    assertThat(works()).containsExactly("FINAL WORKED 2 30 null null");
    assertThat(seen.finished).contains(closed);
  }

  @Test
  void anUnreachableNodeDelaysTheEndButLosesNothing() {
    plant("100");
    long closed = index;
    chain.setDown(true);
    openBlock();
    assertThat(works()).isEmpty();
    assertThat(seen.finished).doesNotContain(closed);
    chain.setDown(false);
    ledgerAt(5);
    assertThat(works()).hasSize(1);
    assertThat(seen.finished).contains(closed);
  }
}
