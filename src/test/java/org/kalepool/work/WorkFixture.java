package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.plant.FarmerPlanted;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeBlocks;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.FarmRows;

/** An active farmer in a block that opens, and the ledgers that follow. */
abstract class WorkFixture {
  static final Hash ENTROPY = new Hash("5a".repeat(32));
  static final Hash HASH = new Hash("cd".repeat(32));
  static long nextIndex = 5_000;

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
  @Inject FarmRows farm;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeBlocks blocks;
  @Inject Poolers poolers;
  @Inject Seen seen;
  @Inject Tasks tasks;
  @Inject Event<BlockOpened> blockOpened;
  @Inject Event<LedgerClosed> ledgerClosed;
  @Inject Event<FarmerPlanted> farmerPlanted;

  long index;
  long openedAt;
  long openedLedger;
  Farmer farmer;

  @BeforeEach
  void aBlockOpens() {
    transactions.clear();
    chain.reset();
    chain.setLedger(1_000, 1_800_000_000);
    seen.finished.clear();
    seen.worked.clear();
    status.pause();
    openBlock();
    farmer = farm.farmer(poolers.own(), FarmerState.ACTIVE);
  }

  /** Limits: gap 20 to 60, zeros 1 to 4. */
  void openBlock() {
    openBlock(20, 60, 1, 4, 1_000_0000000L);
  }

  void openBlock(long minGap, long maxGap, long minZeros, long maxZeros, long maxStake) {
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

  void now(long age) {
    long ledger = openedLedger + age / 5;
    long closeTime = openedAt + age / 5 * 5;
    blocks.now(new Blocks.Current(index, openedAt, age >= 300, false, ledger, closeTime));
  }

  void ledgerAt(long age) {
    now(age);
    long ledger = openedLedger + age / 5;
    ledgerClosed.fire(new LedgerClosed(ledger, openedAt + age / 5 * 5));
    run();
  }

  void ledgersTo(long from, long to) {
    for (long age = from; age <= to; age += 5) {
      ledgerAt(age);
    }
  }

  void run() {
    ((SteppedTasks) tasks).runAll();
  }

  void plant(String stake) {
    farm.planted(farmer, index, stake, openedLedger + 1);
    farmerPlanted.fire(new FarmerPlanted(farmer.id(), index));
    run();
  }

  long nonce(int zeros) {
    long nonce = 0;
    while (hash(nonce).zeros() != zeros) {
      nonce++;
    }
    return nonce;
  }

  Hash hash(long nonce) {
    return WorkHash.of(index, nonce, ENTROPY, farmer.custodial());
  }

  void found(int zeros) {
    assertThat(board.offer(index, farmer.id(), nonce(zeros), false)).isTrue();
  }

  Map.Entry<Long, TransactionRequest> work() {
    Map<Long, TransactionRequest> open = transactions.open(Action.WORK);
    assertThat(open).hasSize(1);
    return open.entrySet().iterator().next();
  }

  int zerosSent() {
    return ((Call.Work) work().getValue().call()).hash().zeros();
  }

  void landed(long ledger) {
    transactions.settle(
        work().getKey(),
        new Outcome.Landed(HASH, ledger, openedAt, Xlm.ofStroops(13_000), null, null, null));
    run();
  }

  void failed(Cause cause) {
    transactions.settle(
        work().getKey(),
        new Outcome.Failed(
            HASH, openedLedger + 10, openedAt, Xlm.ofStroops(13_000), cause, "test"));
  }

  List<String> works() {
    return farm.rows(
        "select kind, status, zeros, gap, cause, debtor from works where farmer_id = ? order by id",
        farmer.id());
  }
}
