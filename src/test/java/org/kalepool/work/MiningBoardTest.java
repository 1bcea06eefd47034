package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.kalepool.testing.FarmRows;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Job;
import org.kalepool.work.plan.WorkPlan;

class MiningBoardTest {
  private static final Hash ENTROPY = new Hash("11".repeat(32));
  private static final UUID ANNA = new UUID(0, 1);
  private static final UUID BERT = new UUID(0, 2);
  private static final Address A = FarmRows.address("anna");
  private static final Address B = FarmRows.address("bert");

  private final MiningBoard board = new MiningBoard(new SplittableRandom(7));

  private void open(long index) {
    board.open(new WorkPlan(index, 1, 4, false), ENTROPY);
  }

  private void put(long index, UUID farmer, Address address) {
    board.put(index, farmer, farmer.getLeastSignificantBits(), address, 0, -1, true);
  }

  private Assignment next(int thread) {
    Assignment assignment = board.next(thread);
    if (assignment == null) {
      throw new AssertionError("nothing to do");
    }
    return assignment;
  }

  /** A find for a farmer, as a hashing thread reports it. */
  private void find(long index, Address farmer, int zeros) {
    long nonce = nonce(index, farmer, zeros);
    Job job = new Job(index, ENTROPY, farmer);
    board.found(
        new Assignment(job, nonce, 1, zeros), nonce, WorkHash.of(index, nonce, ENTROPY, farmer));
  }

  private static long nonce(long index, Address farmer, int zeros) {
    long nonce = 0;
    while (WorkHash.of(index, nonce, ENTROPY, farmer).zeros() != zeros) {
      nonce++;
    }
    return nonce;
  }

  @Test
  void dealsADeviceABlockAsLongAsItsBatch() {
    open(5);
    put(5, ANNA, A);
    Assignment before = next(0);
    Assignment longer = Objects.requireNonNull(board.next(-1, 1 << 27));
    Assignment after = next(0);
    assertThat(longer.count()).isEqualTo(1 << 27);
    assertThat(longer.firstNonce() - before.firstNonce()).isGreaterThanOrEqualTo(before.count());
    assertThat(after.firstNonce()).isEqualTo(longer.firstNonce() + longer.count());
  }

  @Test
  void hasNothingToDoWithoutABlockOrFarmers() {
    assertThat(board.next(0)).isNull();
    open(5);
    assertThat(board.next(0)).isNull();
    put(4, ANNA, A);
    assertThat(board.next(0)).isNull();
  }

  @Test
  void dealsNoNonceTwice() {
    open(5);
    put(5, ANNA, A);
    Set<Long> dealt = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(dealt.add(next(i % 4).firstNonce())).isTrue();
    }
  }

  @Test
  void spreadsThreadsOverEqualFarmersAndKeepsThemThere() {
    open(5);
    put(5, ANNA, A);
    put(5, BERT, B);
    Address first = next(0).job().farmer();
    Address second = next(1).job().farmer();
    assertThat(Set.of(first, second)).containsExactlyInAnyOrder(A, B);
    assertThat(next(0).job().farmer()).isEqualTo(first);
    assertThat(next(1).job().farmer()).isEqualTo(second);
  }

  @Test
  void minesTheLowestLevelFirstAndTellsThreadsOfAHit() {
    open(5);
    put(5, ANNA, A);
    long before = board.version();
    find(5, A, 2);
    assertThat(board.version()).isGreaterThan(before);
    put(5, BERT, B);
    assertThat(next(0).job().farmer()).isEqualTo(B);
    assertThat(next(1).job().farmer()).isEqualTo(B);
  }

  @Test
  void stopsAtTheBlocksMaximum() {
    open(5);
    put(5, ANNA, A);
    assertThat(next(0).zeros()).isEqualTo(3);
    board.put(5, ANNA, 1, A, 0, 3, true);
    assertThat(next(0).zeros()).isEqualTo(4);
    board.put(5, ANNA, 1, A, 0, 4, true);
    assertThat(board.next(0)).isNull();
    assertThat(board.hasWork()).isFalse();
  }

  @Test
  void aNewBlockAbandonsTheOldSearchAndItsFinds() {
    open(5);
    put(5, ANNA, A);
    Assignment old = next(0);
    long before = board.version();
    board.abandonBefore(6);
    assertThat(board.version()).isGreaterThan(before);
    assertThat(board.next(0)).isNull();
    long nonce = nonce(5, A, 2);
    board.found(old, nonce, WorkHash.of(5, nonce, ENTROPY, A));
    open(6);
    put(6, ANNA, A);
    assertThat(board.finds(6, ANNA)).isEmpty();
    assertThat(next(0).job().index()).isEqualTo(6);
    assertThat(next(0).firstNonce()).isNotEqualTo(old.firstNonce());
  }

  @Test
  void handsOutTheBestFindAndTheNextLesserOneOnceToBeStored() {
    open(5);
    put(5, ANNA, A);
    find(5, A, 0);
    find(5, A, 1);
    find(5, A, 2);
    MiningBoard.Finds finds = board.takeUnstored();
    assertThat(finds.block()).isEqualTo(5);
    assertThat(zeros(finds)).containsExactly(2, 1);
    assertThat(board.takeUnstored().best()).isEmpty();
    board.notStored(finds);
    assertThat(zeros(board.takeUnstored())).containsExactly(2, 1);
    find(5, A, 3);
    assertThat(zeros(board.takeUnstored())).containsExactly(3);
  }

  private static List<Integer> zeros(MiningBoard.Finds finds) {
    assertThat(finds.best()).containsOnlyKeys(ANNA);
    return finds.best().values().iterator().next().stream().map(Find::zeros).toList();
  }

  @Test
  void keepsAllFindsOnTheWay() {
    open(5);
    put(5, ANNA, A);
    find(5, A, 2);
    find(5, A, 1);
    assertThat(board.finds(5, ANNA)).containsOnlyKeys(1, 2);
    board.drop(ANNA, 2);
    assertThat(board.finds(5, ANNA)).containsOnlyKeys(1);
    assertThat(next(0).zeros()).isEqualTo(3);
  }

  @Test
  void farmersThatCannotBeServedAreNotMined() {
    open(5);
    put(5, ANNA, A);
    board.put(5, ANNA, 1, A, 0, -1, false);
    assertThat(board.next(0)).isNull();
    assertThat(board.levels()).isEmpty();
  }
}
