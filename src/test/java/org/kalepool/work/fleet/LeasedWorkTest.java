package org.kalepool.work.fleet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.work.fleet.FleetMessage.Lease;
import org.kalepool.work.fleet.FleetMessage.Leases;
import org.kalepool.work.miner.Assignment;

class LeasedWorkTest {
  private static final Hash THREE_ZEROS = new Hash("000" + "a".repeat(61));

  private long now;
  private int lows;
  private final List<Long> found = new ArrayList<>();
  private final LeasedWork work =
      new LeasedWork(() -> now, (assignment, nonce, hash) -> found.add(nonce), () -> lows++);

  private static Lease lease(long id, int farmer, int count, int zeros) {
    byte[] key = new byte[32];
    key[0] = (byte) farmer;
    return new Lease(id, Address.account(key), id << 32, count, zeros);
  }

  private void add(long block, Lease... leases) {
    work.add(new Leases(block, Hash.ZERO, 5_000, List.of(leases)), now + 5_000);
  }

  private Assignment next(int thread) {
    return requireNonNull(work.next(thread, 1 << 13));
  }

  @Test
  void dealsEveryNonceOfALeaseOnceInPiecesForTheThreads() {
    add(7, lease(1, 1, 1 << 20, 9));
    long sum = 0;
    Set<Long> firsts = new HashSet<>();
    for (Assignment piece = work.next(0); piece != null; piece = work.next(0)) {
      assertThat(firsts.add(piece.firstNonce())).isTrue();
      assertThat(piece.firstNonce()).isEqualTo((1L << 32) + sum);
      sum += piece.count();
    }
    assertThat(sum).isEqualTo(1 << 20);
    assertThat(firsts).hasSize(8);
    assertThat(lows).isZero();
  }

  @Test
  void threadsTakeDifferentLeasesAndStayWithThem() {
    add(7, lease(1, 1, 1 << 20, 3), lease(2, 2, 1 << 20, 3), lease(3, 3, 1 << 20, 3));
    Set<Address> farmers = new HashSet<>();
    List<Address> before = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      before.add(next(thread).job().farmer());
      farmers.add(before.getLast());
    }
    assertThat(farmers).hasSize(3);
    for (int thread = 0; thread < 3; thread++) {
      assertThat(next(thread).job().farmer()).isEqualTo(before.get(thread));
    }
  }

  @Test
  void aFindEndsWhatIsLookedForAndIsToldOutside() {
    add(7, lease(1, 1, 1 << 20, 3), lease(2, 1, 1 << 20, 3), lease(3, 1, 1 << 20, 4));
    Assignment piece = next(0);
    long version = work.version();
    work.found(piece, piece.firstNonce() + 5, THREE_ZEROS);
    assertThat(work.version()).isGreaterThan(version);
    assertThat(work.held()).containsExactly(3L);
    assertThat(found).containsExactly(piece.firstNonce() + 5);
  }

  @Test
  void leasesEndWithTheirTimeAndWithTheirBlock() {
    add(7, lease(1, 1, 1 << 20, 3));
    work.drop(7, false);
    assertThat(work.held()).containsExactly(1L);
    work.drop(8, false);
    assertThat(work.next(0)).isNull();
    add(8, lease(2, 1, 1 << 20, 3));
    long version = work.version();
    now += 5_001;
    assertThat(work.next(0)).isNull();
    assertThat(work.version()).isGreaterThan(version);
    add(8, lease(3, 1, 1 << 20, 3));
    work.drop(0, true);
    assertThat(work.held()).isEmpty();
  }

  @Test
  void asksForMoreBeforeItHasNothing() {
    work.enough(1 << 20);
    assertThat(work.missing()).isEqualTo(1 << 20);
    add(7, lease(1, 1, 1 << 20, 9));
    assertThat(work.missing()).isZero();
    while (lows == 0) {
      next(0);
    }
    assertThat(work.missing()).isBetween(1L << 19, (1L << 19) + (1 << 17));
    assertThat(work.next(0)).isNotNull();
  }

  @Test
  void aDeviceGetsAsMuchAsItTakesInOneBatch() {
    add(7, lease(1, 1, 1 << 30, 12));
    Assignment piece = requireNonNull(work.next(-1, 1 << 27));
    assertThat(piece.count()).isEqualTo(1 << 27);
    assertThat(next(0).firstNonce()).isEqualTo(piece.firstNonce() + piece.count());
  }
}
