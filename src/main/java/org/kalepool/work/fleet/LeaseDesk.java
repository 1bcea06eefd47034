package org.kalepool.work.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.kalepool.work.fleet.FleetMessage.Fate;
import org.kalepool.work.fleet.FleetMessage.Lease;
import org.kalepool.work.fleet.FleetMessage.LeaseRequest;
import org.kalepool.work.fleet.FleetMessage.Leases;
import org.kalepool.work.fleet.FleetMessage.Nothing;
import org.kalepool.work.fleet.FleetMessage.Refused;
import org.kalepool.work.fleet.FleetMessage.Who;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Assignments;

/**
 * Where the pooler's board hands out work to hashers. Each lease is to the board what a thread is:
 * it counts as mining for its farmer until it is over. Nothing here waits, and a hasher that says
 * nothing any more costs the ranges that it held. Thread-safe.
 */
public final class LeaseDesk {
  /** For how long a lease may be worked on; usually it is used up in half a second. */
  static final Duration VALID = Duration.ofSeconds(5);

  /** A hasher that has said nothing for so long is lost. */
  static final Duration SILENCE = Duration.ofSeconds(5);

  /** For so long a lost one is still told of. */
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private static final int MOST_HASHERS = 1_000;
  private static final int AGAIN_MILLIS = 250;

  /** Threads of the pooler's own have the numbers below, its devices the negative ones. */
  private static final int FIRST_THREAD = 1 << 20;

  private final Assignments board;
  private final LongSupplier nanoTime;
  private final long start;
  private final Map<Who, FleetMember> members = new LinkedHashMap<>();
  private long hashesOfTheGone;
  private long nextLease;
  private int nextThread = FIRST_THREAD;
  private boolean paused;

  /**
   * @param firstLease where the ids of the leases begin; best drawn at random, so that those of a
   *     pooler that was here before are not taken for its own
   * @param nanoTime such as {@link System#nanoTime}
   */
  public LeaseDesk(Assignments board, long firstLease, LongSupplier nanoTime) {
    this.board = board;
    this.nextLease = firstLease;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** Takes in how the hasher does, and gives it what it wants, as far as there is any. */
  public synchronized FleetMessage answer(LeaseRequest request) {
    long now = now();
    forget(now);
    FleetMember member = members.get(request.who());
    if (member == null) {
      if (members.size() >= MOST_HASHERS) {
        return new Refused("there are " + MOST_HASHERS + " hashers already");
      }
      member = new FleetMember(request, now);
      members.put(request.who(), member);
    }
    member.heard(request, now);
    member.end(board, id -> !request.held().contains(id));
    FleetMessage answer =
        request.wanted() == 0 || paused ? new Nothing(AGAIN_MILLIS) : deal(member, request, now);
    member.dealt(answer);
    return answer;
  }

  private FleetMessage deal(FleetMember member, LeaseRequest request, long now) {
    List<Lease> leases = new ArrayList<>();
    Assignment first = null;
    long left = request.wanted();
    int room = FleetMessage.MOST_LEASES - member.leases();
    while (leases.size() < room && left > request.wanted() / 4) {
      int thread = thread();
      Assignment next = board.next(thread, (int) Math.clamp(left, 1, 1 << 30));
      if (next == null) {
        break;
      }
      if (first == null) {
        first = next;
      } else if (next.job().index() != first.job().index()) {
        board.leave(thread);
        break;
      }
      long id = nextLease++;
      member.hold(id, thread, next.count(), now + VALID.toNanos());
      leases.add(new Lease(id, next.job().farmer(), next.firstNonce(), next.count(), next.zeros()));
      left -= expected(next.count(), next.zeros());
    }
    if (first == null) {
      return new Nothing(AGAIN_MILLIS);
    }
    return new Leases(
        first.job().index(), first.job().entropy(), (int) VALID.toMillis(), List.copyOf(leases));
  }

  /** How many hashes a range takes on average: it ends with the first that has the zeros. */
  static long expected(long count, int zeros) {
    return zeros > 12 ? count : Math.min(count, 1L << (4 * zeros));
  }

  private int thread() {
    int thread = nextThread++;
    if (nextThread < 0) {
      nextThread = FIRST_THREAD;
    }
    return thread;
  }

  private void forget(long now) {
    members
        .values()
        .removeIf(
            member -> {
              boolean lost = member.silent(now) > SILENCE.toNanos();
              member.end(board, id -> lost || member.over(id, now));
              boolean gone = member.silent(now) > MEMORY.toNanos();
              if (gone) {
                hashesOfTheGone += member.hashes();
              }
              return gone;
            });
  }

  /** Counts what became of a hit. */
  public synchronized void hit(Who who, Fate fate) {
    FleetMember member = members.get(who);
    if (member != null) {
      member.hit(fate);
    }
  }

  /** Gives out nothing until {@link #resume}. */
  public synchronized void pause() {
    paused = true;
  }

  /** Ends a pause. */
  public synchronized void resume() {
    paused = false;
  }

  /** Whether a hasher is there. */
  public synchronized boolean alive() {
    long now = now();
    return members.values().stream().anyMatch(member -> member.silent(now) <= SILENCE.toNanos());
  }

  /** Hashes since the start of those ranges that were handed out. */
  public synchronized long hashes() {
    return hashesOfTheGone + members.values().stream().mapToLong(FleetMember::hashes).sum();
  }

  /** Hashes a second of all together, in the window, up to an hour. */
  public synchronized double rate(Duration window) {
    long now = now();
    return members.values().stream().mapToDouble(member -> member.rate(now, window)).sum();
  }

  /**
   * Hashes a second while they have something to hash, of those that are not lost; nothing is
   * believed that has not been measured here.
   */
  public synchronized double speed(Duration window) {
    long now = now();
    return members.values().stream()
        .filter(member -> member.silent(now) <= SILENCE.toNanos())
        .mapToDouble(member -> member.speed(now, window))
        .sum();
  }

  /** Each that is there or was until lately, by name. */
  public synchronized List<HasherStatus> hashers(Duration window) {
    long now = now();
    forget(now);
    return members.entrySet().stream()
        .map(each -> each.getValue().status(each.getKey().name(), now, window))
        .sorted(Comparator.comparing(HasherStatus::name))
        .toList();
  }

  private long now() {
    return nanoTime.getAsLong() - start;
  }
}
