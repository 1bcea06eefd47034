package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.block.BlockOpened;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Hash;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Job;

/** Which hashes are searched for, kept and thrown away. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class FoundHashesTest extends WorkFixture {
  @Test
  void minesOnlyForThePlantedAndKeepsTheBest() {
    status.resume();
    Farmer unplanted = farm.farmer(poolers.own(), FarmerState.ACTIVE);
    ledgersTo(5, 10);
    assertThat(status.farmersMined()).isZero();
    plant("0");
    ledgersTo(15, 60);
    assertThat(status.farmersMined()).isEqualTo(1);
    assertThat(status.hashes()).isPositive();
    assertThat(status.alive()).isTrue();

    List<String> kept =
        farm.rows(
            "select nonce, hash from best_nonces where farmer_id = ? and block_index = ?"
                + " order by zeros desc",
            farmer.id(),
            index);
    assertThat(kept).isNotEmpty();
    String[] columns = kept.getFirst().split(" ");
    Hash best = hash(new BigDecimal(columns[0]).toBigInteger().longValue());
    assertThat(best.hex()).isEqualTo(columns[1]);
    assertThat(best.zeros()).isGreaterThanOrEqualTo(3);
    assertThat(farm.rows("select * from best_nonces where farmer_id = ?", unplanted.id()))
        .isEmpty();
  }

  @Test
  void goesOnFromTheBestNonceAndTheNextLesserOneAfterARestart() {
    plant("0");
    found(1);
    found(2);
    found(3);
    ledgerAt(5);
    // A restart forgets all but the database.
    board.abandonBefore(index + 1);
    assertThat(board.finds(index, farmer.id())).isEmpty();
    ledgerAt(10);
    assertThat(board.finds(index, farmer.id())).containsOnlyKeys(2, 3);
    assertThat(board.takeUnstored().best()).isEmpty();
  }

  @Test
  void neverSendsAWrongHash() {
    plant("0");
    farm.run(
        "insert into best_nonces (farmer_id, block_index, nonce, hash, zeros, at)"
            + " values (?, ?, 17, ?, 8, now())",
        farmer.id(),
        index,
        "00000000" + "ab".repeat(28));
    board.abandonBefore(index + 1);
    ledgersTo(5, 320);
    assertThat(board.finds(index, farmer.id())).isEmpty();
    assertThat(transactions.open()).isEmpty();
  }

  @Test
  void neverSendsAHashThatAKernelGotWrong() {
    plant("0");
    Assignment assignment = new Assignment(new Job(index, ENTROPY, farmer.custodial()), 8, 1, 4);
    board.found(assignment, 8, new Hash("0000" + "ab".repeat(30)));
    found(2);
    ledgersTo(5, 320);
    assertThat(zerosSent()).isEqualTo(2);
    assertThat(board.finds(index, farmer.id())).containsOnlyKeys(2);
  }

  @Test
  void aNewBlockAbandonsTheOldSearchAtOnce() {
    plant("0");
    assertThat(board.next(0)).isNotNull();
    long before = board.version();
    // Before any task has run: the observer itself does it, on the monitor's thread.
    blockOpened.fire(new BlockOpened(index + 1, openedAt + 305, openedLedger + 61));
    assertThat(board.version()).isGreaterThan(before);
    assertThat(board.next(0)).isNull();
  }
}
