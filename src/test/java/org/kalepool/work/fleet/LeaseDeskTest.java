package org.kalepool.work.fleet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.work.fleet.FleetMessage.Fate;
import org.kalepool.work.fleet.FleetMessage.Lease;
import org.kalepool.work.fleet.FleetMessage.LeaseRequest;
import org.kalepool.work.fleet.FleetMessage.Leases;
import org.kalepool.work.fleet.FleetMessage.Nothing;
import org.kalepool.work.fleet.FleetMessage.Refused;
import org.kalepool.work.fleet.FleetMessage.Who;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Assignments;
import org.kalepool.work.miner.Job;
import org.kalepool.work.miner.NonceBlocks;

class LeaseDeskTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Board board = new Board();
  private long now = 1_000;
  private final LeaseDesk desk = new LeaseDesk(board, 100, () -> now);
  private final Map<String, Long> hashes = new HashMap<>();

  /** Gives each thread a farmer of its own as long as there are enough. */
  private static final class Board implements Assignments {
    final List<Job> jobs = new ArrayList<>();
    final Map<Job, NonceBlocks> nonces = new HashMap<>();
    final Map<Integer, Job> byThread = new HashMap<>();
    int zeros = 3;

    void farmers(int count, long block) {
      jobs.clear();
      for (int i = 0; i < count; i++) {
        byte[] key = new byte[32];
        key[0] = (byte) i;
        jobs.add(new Job(block, Hash.ZERO, Address.account(key)));
        nonces.put(jobs.getLast(), new NonceBlocks(0, NonceBlocks.DEFAULT_SIZE));
      }
    }

    @Override
    public @Nullable Assignment next(int thread) {
      return next(thread, 1);
    }

    @Override
    public @Nullable Assignment next(int thread, int count) {
      Job best = null;
      for (Job job : jobs) {
        if (best == null || threads(job) < threads(best)) {
          best = job;
        }
      }
      if (best == null) {
        return null;
      }
      byThread.put(thread, best);
      int size = Math.max(NonceBlocks.DEFAULT_SIZE, Integer.highestOneBit(count));
      return new Assignment(best, requireNonNull(nonces.get(best)).next(size), size, zeros);
    }

    long threads(Job job) {
      return byThread.values().stream().filter(job::equals).count();
    }

    @Override
    public void leave(int thread) {
      byThread.remove(thread);
    }

    @Override
    public long version() {
      return 0;
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private FleetMessage ask(String name, long wanted, List<Lease> held) {
    List<Long> ids = held.stream().map(Lease::id).toList();
    return desk.answer(
        new LeaseRequest(
            new Who(name.hashCode(), name),
            "scalar",
            2,
            hashes.getOrDefault(name, 0L),
            wanted,
            ids));
  }

  private List<Lease> leases(FleetMessage answer) {
    assertThat(answer).isInstanceOf(Leases.class);
    return ((Leases) answer).leases();
  }

  @Test
  void noRangeIsHandedOutTwiceWhateverHappensToTheHashers() {
    board.farmers(3, 9);
    board.zeros = 6;
    Map<Address, Set<Long>> seen = new HashMap<>();
    for (int round = 0; round < 200; round++) {
      for (String name : List.of("a", "b", "c")) {
        for (Lease lease : leases(ask(name, 5_000_000, List.of()))) {
          for (long at = 0; at < lease.count(); at += NonceBlocks.DEFAULT_SIZE) {
            assertThat(
                    seen.computeIfAbsent(lease.farmer(), it -> new HashSet<>())
                        .add(lease.first() + at))
                .isTrue();
          }
        }
      }
      pass(Duration.ofSeconds(round % 7));
    }
    assertThat(seen).hasSize(3);
  }

  @Test
  void aRequestForHalfASecondGetsAboutThatMuch() {
    board.farmers(1, 9);
    board.zeros = 9;
    List<Lease> leases = leases(ask("a", 25_000_000, List.of()));
    assertThat(leases.stream().mapToLong(Lease::count).sum()).isBetween(18_000_000L, 26_000_000L);
  }

  @Test
  void whereFirstHashesAreFoundAtOnceManyFarmersAreHandedOutTogether() {
    board.farmers(200, 9);
    List<Lease> first = leases(ask("a", 25_000_000, List.of()));
    List<Lease> second = leases(ask("b", 25_000_000, List.of()));
    Set<Address> farmers = new HashSet<>();
    first.forEach(lease -> farmers.add(lease.farmer()));
    second.forEach(lease -> farmers.add(lease.farmer()));
    assertThat(first).hasSize(FleetMessage.MOST_LEASES);
    assertThat(farmers).hasSize(2 * FleetMessage.MOST_LEASES);
    // holding all of them it gets no more
    assertThat(ask("a", 25_000_000, first)).isInstanceOf(Nothing.class);
  }

  @Test
  void whatIsNoLongerHeldCountsForNobody() {
    board.farmers(2, 9);
    List<Lease> held = leases(ask("a", 4096, List.of()));
    assertThat(board.byThread).hasSize(1);
    assertThat(leases(ask("a", 4096, held))).hasSize(1);
    assertThat(board.byThread).hasSize(2);
    assertThat(leases(ask("a", 4096, List.of()))).hasSize(1);
    assertThat(board.byThread).hasSize(1);
  }

  @Test
  void aLostHasherCostsItsRangeAndIsNamedForAWhile() {
    board.farmers(2, 9);
    leases(ask("a", 4096, List.of()));
    assertThat(desk.alive()).isTrue();
    pass(Duration.ofSeconds(6));
    assertThat(desk.alive()).isFalse();
    assertThat(desk.speed(MINUTE)).isZero();
    assertThat(leases(ask("b", 4096, List.of()))).hasSize(1);
    assertThat(board.byThread).hasSize(1);
    assertThat(desk.hashers(MINUTE))
        .extracting(HasherStatus::name, HasherStatus::lost)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", true),
            org.assertj.core.groups.Tuple.tuple("b", false));
    pass(Duration.ofMinutes(11));
    assertThat(desk.hashers(MINUTE)).isEmpty();
  }

  @Test
  void hashesCountAsMeasuredHereAndNoMoreThanWereHandedOut() {
    board.farmers(1, 9);
    board.zeros = 9;
    List<Lease> held = new ArrayList<>();
    for (int second = 0; second < 70; second++) {
      held = leases(ask("a", 1_000_000, held));
      hashes.merge("a", 500_000L, Long::sum);
      pass(Duration.ofSeconds(1));
    }
    assertThat(desk.rate(MINUTE)).isBetween(480_000.0, 520_000.0);
    assertThat(desk.speed(MINUTE)).isBetween(480_000.0, 520_000.0);
    long before = desk.hashes();
    hashes.merge("a", 1_000_000_000_000L, Long::sum);
    ask("a", 0, List.of());
    assertThat(desk.hashes() - before).isLessThan(70L << 20);
  }

  @Test
  void aHasherThatHasNothingToDoKeepsTheSpeedThatItHad() {
    board.farmers(1, 9);
    board.zeros = 9;
    leases(ask("a", 1_000_000, List.of()));
    assertThat(desk.speed(MINUTE)).isZero();
    for (int second = 0; second < 30; second++) {
      pass(Duration.ofSeconds(1));
      hashes.merge("a", 800_000L, Long::sum);
      ask("a", 1_000_000, List.of());
    }
    board.jobs.clear();
    for (int second = 0; second < 30; second++) {
      pass(Duration.ofSeconds(1));
      assertThat(ask("a", 1_000_000, List.of())).isInstanceOf(Nothing.class);
    }
    assertThat(desk.rate(MINUTE)).isLessThan(500_000);
    assertThat(desk.speed(MINUTE)).isBetween(700_000.0, 830_000.0);
  }

  @Test
  void aPausedPoolerHandsOutNothing() {
    board.farmers(1, 9);
    desk.pause();
    assertThat(ask("a", 4096, List.of())).isInstanceOf(Nothing.class);
    assertThat(board.byThread).isEmpty();
    desk.resume();
    assertThat(leases(ask("a", 4096, List.of()))).hasSize(1);
  }

  @Test
  void hitsAreCountedByWhatBecameOfThem() {
    board.farmers(1, 9);
    ask("a", 4096, List.of());
    Who who = new Who("a".hashCode(), "a");
    desk.hit(who, Fate.STORED);
    desk.hit(who, Fate.STORED);
    desk.hit(who, Fate.WRONG);
    desk.hit(who, Fate.OVER);
    desk.hit(new Who(1, "stranger"), Fate.WRONG);
    HasherStatus status = desk.hashers(MINUTE).getFirst();
    assertThat(status.hits()).isEqualTo(2);
    assertThat(status.wrong()).isEqualTo(1);
  }

  @Test
  void aThousandHashersAreEnough() {
    board.farmers(1, 9);
    Set<Class<?>> answers =
        java.util.stream.IntStream.range(0, 1_000)
            .mapToObj(i -> ask("h" + i, 4096, List.of()).getClass())
            .collect(Collectors.toSet());
    assertThat(answers).containsExactly(Leases.class);
    assertThat(ask("one-more", 4096, List.of())).isInstanceOf(Refused.class);
  }
}
