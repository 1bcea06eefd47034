package org.kalepool.work.fleet;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kalepool.work.fleet.Broker.Trouble;
import org.kalepool.work.miner.DeviceChoice;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.ReadyDevices;

/** A process that does nothing but hash for a pooler, until it is told to end. */
public final class HasherProcess {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration LINE = Duration.ofSeconds(5);

  private final Setup setup;
  private final PrintWriter out;
  private final SecureRandom random = new SecureRandom();
  private final long start = System.nanoTime();
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * What is to be done.
   *
   * @param kernel a name, or empty for the fastest
   * @param threads of the CPU; empty: all cores
   * @param devices as in {@code kale.work.devices}
   * @param deviceBatch as in {@code kale.work.device-batch}
   */
  public record Setup(
      BrokerAccess access,
      FleetSubjects subjects,
      String name,
      Optional<String> kernel,
      Optional<Integer> threads,
      String devices,
      int deviceBatch) {}

  private HasherProcess(Setup setup, PrintWriter out) {
    this.setup = setup;
    this.out = out;
  }

  /**
   * Hashes until this process is told to end.
   *
   * @return an exit code: 1 if the broker does not want this hasher
   * @throws IllegalArgumentException if something of the set-up is wrong, in one sentence
   */
  public static int run(Setup setup, PrintWriter out) {
    return new HasherProcess(setup, out).run();
  }

  private int run() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "hasher-stop"));
    try (Broker broker = NatsBroker.start(setup.access(), setup.name(), random, _ -> {});
        Hasher hasher = hasher(broker)) {
      return watch(broker, hasher);
    } finally {
      ended.countDown();
    }
  }

  /** On a signal; what is left when the time is over is no worse than a loss of power. */
  private void end() {
    told.countDown();
    try {
      if (!ended.await(4, TimeUnit.SECONDS)) {
        System.err.println("pool: something does not end, the process ends all the same");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Hasher hasher(Broker broker) {
    say("choosing a kernel ...");
    Kernels.Choice choice = Kernels.choose(setup.kernel(), random, System::nanoTime);
    HashingSettings threads =
        setup
            .threads()
            .map(count -> new HashingSettings(count, Thread.NORM_PRIORITY))
            .orElseGet(() -> HashingSettings.leavingFree(0));
    ReadyDevices devices =
        ReadyDevices.find(
            DeviceChoice.of(setup.devices()),
            setup.deviceBatch(),
            choice.kernel(),
            random,
            System::nanoTime);
    devices.refused().forEach((device, why) -> say("hashing without " + device + ": " + why));
    say(
        "%s hashes with %s on %d threads for whoever serves %s at %s"
            .formatted(
                setup.name(),
                choice.kernel().name(),
                threads.threads(),
                setup.subjects(),
                setup.access().url()));
    Hasher.Engine engine =
        new Hasher.Engine(
            choice.kernel(), threads, devices, Kernels.speed(choice.kernel(), System::nanoTime));
    return Hasher.start(
        setup.name(), setup.subjects(), broker, engine, random, System::nanoTime, _ -> {});
  }

  private int watch(Broker broker, Hasher hasher) {
    boolean wasThere = false;
    String last = null;
    long nextLine = System.nanoTime() + LINE.toNanos();
    while (!toldToEnd()) {
      Optional<Trouble> trouble = broker.trouble();
      if (!wasThere && trouble.filter(it -> it.kind() != Trouble.Kind.AWAY).isPresent()) {
        // nobody mends that by waiting
        say(trouble.get().sentence());
        return 1;
      }
      wasThere |= trouble.isEmpty();
      Hasher.Status status = hasher.status();
      String now = trouble.map(Trouble::sentence).or(status::trouble).orElse(null);
      last = tellChange(last, now);
      if (System.nanoTime() - nextLine >= 0) {
        nextLine += LINE.toNanos();
        say(line(status));
      }
    }
    return 0;
  }

  private @Nullable String tellChange(@Nullable String last, @Nullable String now) {
    if (now != null && !now.equals(last)) {
      say(now + "; trying again");
    } else if (now == null && last != null) {
      say("the pooler is there");
    }
    return now;
  }

  private boolean toldToEnd() {
    try {
      return told.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static String line(Hasher.Status status) {
    return String.format(
        Locale.ROOT,
        "%s  %.1f MH/s  %d hits stored, %d waiting%s",
        status.block() < 0 ? "nothing to hash" : "block " + status.block(),
        status.hashesPerSecond() / 1e6,
        status.stored(),
        status.waiting(),
        status.wrong() == 0 ? "" : ", " + status.wrong() + " refused as wrong");
  }

  private void say(String text) {
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    out.printf(
        Locale.ROOT, "%d:%02d:%02d  %s%n", seconds / 3600, seconds / 60 % 60, seconds % 60, text);
    out.flush();
  }
}
