package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.plant.FarmerPlanted;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.SteppedTasks;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.fakes.FakeBlocks;
import org.kalepool.testing.fakes.FakeChain;
import org.kalepool.testing.fakes.FakeTransactions;
import org.kalepool.testing.fakes.Fakes;
import org.kalepool.testing.fakes.Farm;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Job;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class WorkTest {
  private static final Hash ENTROPY = new Hash("5a".repeat(32));
  private static final Hash HASH = new Hash("cd".repeat(32));
  private static long nextIndex = 5_000;

  @Singleton
  static final class Seen {
    final List<Long> finished = new CopyOnWriteArrayList<>();
    final List<FarmerWorked> worked = new CopyOnWriteArrayList<>();

    void onFinished(@Observes WorkFinished event) {
      finished.add(event.block());
    }

    void onWorked(@Observes FarmerWorked event) {
      worked.add(event);
    }
  }

  @Inject MiningBoard board;
  @Inject WorkStatus status;
  @Inject WorkSweep sweep;
  @Inject Farm farm;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeBlocks blocks;
  @Inject Poolers poolers;
  @Inject Seen seen;
  @Inject Tasks tasks;
  @Inject Event<BlockOpened> blockOpened;
  @Inject Event<LedgerClosed> ledgerClosed;
  @Inject Event<FarmerPlanted> farmerPlanted;

  private long index;
  private long openedAt;
  private long openedLedger;
  private Farmer farmer;

  @BeforeEach
  void aBlockOpens() {
    transactions.clear();
    chain.clear();
    seen.finished.clear();
    seen.worked.clear();
    status.pause();
    openBlock();
    farmer = farm.farmer(poolers.own(), FarmerState.ACTIVE);
  }

  /** Limits: gap 20 to 60, zeros 1 to 4. */
  private void openBlock() {
    openBlock(20, 60, 1, 4, 1_000_0000000L);
  }

  private void openBlock(long minGap, long maxGap, long minZeros, long maxZeros, long maxStake) {
    index = nextIndex++;
    openedAt = 1_900_000_000 + index * 305;
    openedLedger = index * 61;
    Block limits =
        new Block(
            openedAt,
            minGap,
            BigInteger.ZERO,
            minZeros,
            maxGap,
            BigInteger.valueOf(maxStake),
            maxZeros,
            ENTROPY,
            BigInteger.ZERO,
            BigInteger.ZERO);
    farm.block(index, openedLedger, limits);
    now(0);
    blockOpened.fire(new BlockOpened(index, openedAt, openedLedger));
    run();
  }

  private void now(long age) {
    long ledger = openedLedger + age / 5;
    long closeTime = openedAt + age / 5 * 5;
    blocks.now(new Blocks.Current(index, openedAt, age >= 300, false, ledger, closeTime));
  }

  private void ledgerAt(long age) {
    now(age);
    long ledger = openedLedger + age / 5;
    ledgerClosed.fire(new LedgerClosed(ledger, openedAt + age / 5 * 5));
    run();
  }

  private void ledgersTo(long from, long to) {
    for (long age = from; age <= to; age += 5) {
      ledgerAt(age);
    }
  }

  private void run() {
    ((SteppedTasks) tasks).runAll();
  }

  private void plant(String stake) {
    farm.planted(farmer, index, stake, openedLedger + 1);
    farmerPlanted.fire(new FarmerPlanted(farmer.id(), index));
    run();
  }

  private long nonce(int zeros) {
    long nonce = 0;
    while (hash(nonce).zeros() != zeros) {
      nonce++;
    }
    return nonce;
  }

  private Hash hash(long nonce) {
    return WorkHash.of(index, nonce, ENTROPY, farmer.custodial());
  }

  private void found(int zeros) {
    assertThat(board.offer(index, farmer.id(), nonce(zeros), false)).isTrue();
  }

  private Map.Entry<Long, TransactionRequest> work() {
    Map<Long, TransactionRequest> open = transactions.open(Action.WORK);
    assertThat(open).hasSize(1);
    return open.entrySet().iterator().next();
  }

  private int zerosSent() {
    return ((Call.Work) work().getValue().call()).hash().zeros();
  }

  private void landed(long ledger) {
    transactions.settle(
        work().getKey(),
        new Outcome.Landed(HASH, ledger, openedAt, Xlm.ofStroops(13_000), null, null, null));
    run();
  }

  private void failed(Cause cause) {
    transactions.settle(
        work().getKey(),
        new Outcome.Failed(
            HASH, openedLedger + 10, openedAt, Xlm.ofStroops(13_000), cause, "test"));
  }

  private List<String> works() {
    return farm.rows(
        "select kind, status, zeros, gap, cause, debtor from works where farmer_id = ? order by id",
        farmer.id());
  }

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
  void insuresAStakeAfterARestartAsItWouldHaveBefore() {
    plant("100");
    found(2);
    found(3);
    ledgerAt(5);
    board.abandonBefore(index + 1);
    ledgersTo(10, 205);
    assertThat(zerosSent()).isEqualTo(2);
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
    assertThat(transactions.requests()).isEmpty();
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
  void insuresAStakeLateAndThenSendsTheBest() {
    plant("100");
    found(1);
    found(2);
    found(3);
    ledgersTo(5, 195);
    assertThat(transactions.requests()).isEmpty();
    ledgersTo(200, 205);
    // One zero is kept back, so that the final work can follow.
    assertThat(zerosSent()).isEqualTo(2);
    assertThat(work().getValue().lane()).isEqualTo(farmer.custodial());
    assertThat(work().getValue().notAfter()).isEqualTo(openedAt + 330);
    landed(openedLedger + 42);
    assertThat(seen.worked).containsExactly(new FarmerWorked(farmer.id(), index));

    ledgersTo(210, 260);
    assertThat(transactions.requests()).isEmpty();
    ledgersTo(265, 300);
    assertThat(zerosSent()).isEqualTo(3);
    landed(openedLedger + 59);
    assertThat(works())
        .containsExactly("INSURANCE WORKED 2 41 null null", "FINAL WORKED 3 58 null null");
  }

  @Test
  void sendsOneWorkForFarmersWithoutAStake() {
    plant("0");
    found(2);
    found(3);
    ledgersTo(5, 260);
    assertThat(transactions.requests()).isEmpty();
    List<Integer> sent = new ArrayList<>();
    for (long age = 265; age <= 320; age += 5) {
      ledgerAt(age);
      if (!transactions.requests().isEmpty()) {
        sent.add(zerosSent());
        landed(openedLedger + age / 5 + 1);
      }
    }
    assertThat(sent.getLast()).isEqualTo(3);
    assertThat(works().getLast()).startsWith("FINAL WORKED 3");
  }

  @Test
  void worksAlsoInABlockWhoseLimitsMakeEverybodyEqual() {
    openBlock(0, 0, 0, 0, 0);
    plant("0");
    found(0);
    ledgersTo(5, 280);
    assertThat(transactions.requests()).isEmpty();
    ledgerAt(285);
    assertThat(zerosSent()).isZero();
    landed(openedLedger + 58);
    assertThat(works()).containsExactly("FINAL WORKED 0 57 null null");
  }

  @Test
  void triesAgainAfterTheLedgerOfThePlant() {
    plant("100");
    found(2);
    found(3);
    ledgersTo(200, 205);
    failed(Cause.GAP_TOO_LOW);
    run();
    assertThat(works()).isEmpty();
    ledgerAt(210);
    assertThat(zerosSent()).isEqualTo(2);
  }

  @Test
  void thePoolersWalletSendsWhatTheFarmerCannotPay() {
    plant("100");
    found(2);
    found(3);
    ledgersTo(200, 205);
    transactions.settle(
        work().getKey(), new Outcome.Refused(null, Cause.INSUFFICIENT_XLM, "0 XLM"));
    run();
    assertThat(work().getValue().lane()).isEqualTo(poolers.own().wallet());
    assertThat(works()).containsExactly("INSURANCE FAILED 2 null INSUFFICIENT_XLM POOLER");
  }

  @Test
  void takesOverWhatSomebodyElseWorked() {
    plant("100");
    found(2);
    found(3);
    ledgersTo(200, 205);
    chain.pail(farmer.custodial(), index, new Pail(openedLedger + 1, 39L, BigInteger.TEN, 3L));
    failed(Cause.ZEROS_TOO_LOW);
    run();
    assertThat(works()).containsExactly("FINAL WORKED 3 39 null null");
    ledgersTo(210, 320);
    assertThat(transactions.requests()).isEmpty();
  }

  @Test
  void findsAWorkThatLandedLongerAgoThanTheNodeRemembers() {
    plant("100");
    found(2);
    ledgersTo(200, 300);
    long closed = index;
    Map.Entry<Long, TransactionRequest> asked = work();
    chain.pail(farmer.custodial(), closed, new Pail(openedLedger + 1, 40L, BigInteger.TEN, 2L));
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
        .containsExactly("true");
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
    chain.pail(farmer.custodial(), closed, new Pail(openedLedger + 1, 30L, BigInteger.TEN, 2L));
    openBlock();
    assertThat(works()).containsExactly("FINAL WORKED 2 30 null null");
    assertThat(seen.finished).contains(closed);
  }

  @Test
  void anUnreachableNodeDelaysTheEndButLosesNothing() {
    plant("100");
    long closed = index;
    chain.down(true);
    openBlock();
    assertThat(works()).isEmpty();
    assertThat(seen.finished).doesNotContain(closed);
    chain.down(false);
    ledgerAt(5);
    assertThat(works()).hasSize(1);
    assertThat(seen.finished).contains(closed);
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
