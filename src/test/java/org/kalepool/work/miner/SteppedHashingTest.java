package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;

final class SteppedHashingTest {
  private final List<Find> finds = new ArrayList<>();
  private final Hits hits = (assignment, nonce, hash) -> finds.add(new Find(nonce, hash));

  @Test
  void spendsItsBudgetToTheLastHash() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 10, 64);
    SteppedHashing hashing = new SteppedHashing(new ScalarKernel(), assignments, hits);
    assertThat(hashing.run(2500)).isEqualTo(2500);
    assertThat(hashing.run(572)).isEqualTo(572);
    assertThat(assignments.dealt())
        .extracting(Assignment::firstNonce)
        .containsExactly(0L, 1024L, 2048L);
  }

  @Test
  void findsWhatBouncyCastleFindsAndRaisesTheBarAfterEachHit() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 14, 1);
    new SteppedHashing(new ScalarKernel(), assignments, hits).run(1 << 14);
    assertThat(finds).isEqualTo(records(1 << 14, 1)).hasSizeGreaterThan(2);
  }

  @Test
  void takesMoreZerosThanAskedFor() {
    List<Find> all = records(1 << 14, 0);
    Find best = all.getLast();
    long block = best.nonce & -1024L;
    Assignments one = assignment(new Assignment(FakeAssignments.FIRST, best.nonce, 8, 1), block);
    new SteppedHashing(new ScalarKernel(), one, hits).run(1);
    assertThat(best.hash.zeros()).isGreaterThan(1);
    assertThat(finds).containsExactly(best);
  }

  @Test
  void reportsNothingThatHasSixteenZerosWhereMoreAreWanted() {
    // A kernel that says yes where 16 zeros are all it can see; the hash has fewer than 17.
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 10, 17);
    new SteppedHashing(yesMan(), assignments, hits).run(2048);
    assertThat(finds).isEmpty();
  }

  @Test
  void hashesOnWithTheScalarKernelWhenOneLies() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 14, 1);
    new SteppedHashing(yesMan(), assignments, hits).run(1 << 14);
    assertThat(finds).isEqualTo(records(1 << 14, 1));
  }

  @Test
  void dropsItsBlockWhenTheVersionChanges() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 14, 64);
    SteppedHashing hashing = new SteppedHashing(new ScalarKernel(), assignments, hits);
    hashing.run(100);
    assignments.change(FakeAssignments.SECOND);
    hashing.run(100);
    assertThat(assignments.dealt())
        .extracting(Assignment::job)
        .containsExactly(FakeAssignments.FIRST, FakeAssignments.SECOND);
  }

  @Test
  void stopsWhereThereIsNothingToDo() {
    FakeAssignments assignments = new FakeAssignments(null, 1 << 10, 1);
    SteppedHashing hashing = new SteppedHashing(new ScalarKernel(), assignments, hits);
    assertThat(hashing.run(1000)).isZero();
    assignments.change(FakeAssignments.FIRST);
    assertThat(hashing.run(1000)).isEqualTo(1000);
  }

  /** Each nonce that beats all before it, from a number of zeros on. */
  private static List<Find> records(int nonces, int zeros) {
    List<Find> records = new ArrayList<>();
    int wanted = zeros;
    for (long nonce = 0; nonce < nonces; nonce++) {
      Hash hash = FakeAssignments.FIRST.hash(nonce);
      if (hash.zeros() >= wanted) {
        records.add(new Find(nonce, hash));
        wanted = hash.zeros() + 1;
      }
    }
    return records;
  }

  private static Assignments assignment(Assignment only, long version) {
    return new Assignments() {
      @Override
      public Assignment next(int thread) {
        return only;
      }

      @Override
      public long version() {
        return version;
      }
    };
  }

  private static Kernel yesMan() {
    return new Kernel() {
      @Override
      public String name() {
        return "yes-man";
      }

      @Override
      public int scan(long[] constants, int startLow, int count, long mask) {
        return 0;
      }
    };
  }

  private record Find(long nonce, Hash hash) {}
}
