package org.kalepool.work.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.kalepool.work.fleet.FleetMessage.Fate;
import org.kalepool.work.fleet.FleetMessage.Hit;
import org.kalepool.work.fleet.FleetMessage.Lease;
import org.kalepool.work.fleet.FleetMessage.LeaseRequest;
import org.kalepool.work.fleet.FleetMessage.Leases;
import org.kalepool.work.fleet.FleetMessage.News;
import org.kalepool.work.fleet.FleetMessage.Nothing;
import org.kalepool.work.fleet.FleetMessage.Refused;
import org.kalepool.work.fleet.FleetMessage.Verdict;
import org.kalepool.work.miner.DeviceChoice;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.ReadyDevices;

class HasherTest {
  private static final FleetSubjects SUBJECTS = new FleetSubjects("test.fleet");
  private static final Address FARMER = Address.account(new byte[32]);

  private final MemoryBroker broker = new MemoryBroker();
  private final AtomicLong next = new AtomicLong();
  private final List<LeaseRequest> asked = new CopyOnWriteArrayList<>();
  private final List<Hit> hits = new CopyOnWriteArrayList<>();
  private final List<Hit> stored = new CopyOnWriteArrayList<>();
  private volatile Fate fate = Fate.STORED;
  private volatile FleetMessage instead = new Nothing(10);
  private volatile boolean work = true;

  private static Hasher.Engine engine() {
    SplittableRandom random = new SplittableRandom(1);
    Kernel scalar = Kernels.choose(Optional.of("scalar"), random, System::nanoTime).kernel();
    return new Hasher.Engine(
        scalar,
        new HashingSettings(1, Thread.NORM_PRIORITY),
        ReadyDevices.find(
            DeviceChoice.NONE, ReadyDevices.BATCH_MILLIS, scalar, random, System::nanoTime),
        200_000);
  }

  /** A CPU that never finds anything. */
  private record Idle() implements Kernel {
    @Override
    public String name() {
      return "idle";
    }

    @Override
    public int scan(long[] constants, int startLow, int count, long mask) {
      LockSupport.parkNanos(5_000_000);
      return -1;
    }
  }

  private Hasher hasher() {
    return hasher(engine());
  }

  private Hasher hasher(Hasher.Engine engine) {
    return Hasher.start(
        "h1", SUBJECTS, broker, engine, new SplittableRandom(5), System::nanoTime, stored::add);
  }

  private void pooler() {
    broker.serve(
        SUBJECTS.lease(),
        bytes -> {
          asked.add((LeaseRequest) read(bytes));
          Lease lease = new Lease(next.get(), FARMER, next.getAndIncrement() << 20, 1 << 20, 3);
          FleetMessage answer =
              work && asked.getLast().wanted() > 0
                  ? new Leases(9, Hash.ZERO, 5_000, List.of(lease))
                  : instead;
          return CompletableFuture.completedFuture(FleetCodec.encode(answer));
        });
    broker.serve(
        SUBJECTS.hit(),
        bytes -> {
          hits.add((Hit) read(bytes));
          return CompletableFuture.completedFuture(FleetCodec.encode(new Verdict(fate)));
        });
  }

  private static FleetMessage read(byte[] bytes) {
    try {
      return FleetCodec.decode(bytes);
    } catch (BadMessageException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tellsAtOnceWhatItFindsAndAsksForMore() {
    pooler();
    try (Hasher hasher = hasher()) {
      await().until(() -> stored.size() > 3);
      assertThat(hasher.status().stored()).isPositive();
      assertThat(hasher.status().block()).isIn(9L, -1L);
    }
    assertThat(hits)
        .allSatisfy(
            hit -> {
              assertThat(hit.who().name()).isEqualTo("h1");
              Hash hash = WorkHash.of(9, hit.nonce(), Hash.ZERO, FARMER);
              assertThat(hash.zeros()).isEqualTo(hit.zeros()).isGreaterThanOrEqualTo(3);
            });
    assertThat(asked.getFirst().wanted()).isEqualTo(100_000);
    assertThat(asked.getLast().wanted()).as("the farewell").isZero();
    assertThat(asked.getLast().held()).isEmpty();
    assertThat(asked.getLast().hashes()).isPositive();
  }

  @Test
  void tellsWhatItsDeviceFinds() {
    SplittableRandom random = new SplittableRandom(2);
    DeviceChoice first = DeviceChoice.of("opencl-0");
    ReadyDevices devices = ReadyDevices.find(first, 20, new Idle(), random, System::nanoTime);
    assumeFalse(devices.isEmpty(), () -> "skipped, as here is no device: " + devices.refused());
    HashingSettings one = new HashingSettings(1, Thread.NORM_PRIORITY);
    pooler();
    try (Hasher hasher = hasher(new Hasher.Engine(new Idle(), one, devices, 200_000))) {
      await().until(() -> stored.size() > 3);
      assertThat(hasher.status().wrong()).isZero();
    }
    for (Hit hit : hits) {
      Hash hash = WorkHash.of(9, hit.nonce(), Hash.ZERO, FARMER);
      assertThat(hash.zeros()).isEqualTo(hit.zeros()).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void tellsAFindAgainUntilItIsKnownToBeStored() {
    fate = Fate.LATER;
    pooler();
    try (Hasher hasher = hasher()) {
      await().until(() -> !hits.isEmpty());
      Hit first = hits.getFirst();
      await().until(() -> hits.stream().filter(first::equals).count() > 1);
      broker.losesAnswers(true);
      fate = Fate.STORED;
      int before = hits.size();
      await().until(() -> hits.size() > before);
      assertThat(stored).isEmpty();
      broker.losesAnswers(false);
      await().until(() -> stored.contains(first));
      work = false;
      await().until(() -> hasher.status().waiting() == 0);
      assertThat(stored).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatIsWrongOrOverIsNotToldAgain() {
    fate = Fate.WRONG;
    pooler();
    try (Hasher hasher = hasher()) {
      await().until(() -> hasher.status().wrong() > 0);
      fate = Fate.OVER;
      work = false;
      await().until(() -> hasher.status().waiting() == 0);
      assertThat(hits).doesNotHaveDuplicates();
      assertThat(stored).isEmpty();
    }
  }

  @Test
  void givesTheLeasesOfAnOldBlockUpWhenThereIsNews() {
    pooler();
    fate = Fate.OVER;
    try (Hasher hasher = hasher()) {
      await().until(() -> hasher.status().hashes() > 0);
      work = false;
      broker.tell(SUBJECTS.news(), FleetCodec.encode(new News(10, false)));
      broker.tell(SUBJECTS.news(), new byte[] {9, 9, 9});
      await().until(() -> hasher.status().block() == -1);
    }
  }

  @Test
  void saysInOneSentenceWhatIsWrong() {
    try (Hasher hasher = hasher()) {
      await().until(() -> trouble(hasher).contains("no pooler takes part in test.fleet"));
      broker.away(true);
      await().until(() -> trouble(hasher).equals("it is away"));
      broker.away(false);
      work = false;
      instead = new Refused("too late");
      pooler();
      await().until(() -> trouble(hasher).equals("the pooler refuses: too late"));
      instead = new Nothing(10);
      await().until(() -> trouble(hasher).isEmpty());
      broker.serve(
          SUBJECTS.lease(), it -> CompletableFuture.completedFuture(new byte[] {2, 3, 0, 0}));
      await().until(() -> trouble(hasher).contains("version 2"));
    }
  }

  private static String trouble(Hasher hasher) {
    return hasher.status().trouble().orElse("");
  }
}
