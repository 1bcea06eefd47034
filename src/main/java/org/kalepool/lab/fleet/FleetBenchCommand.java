package org.kalepool.lab.fleet;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.fleet.FleetFigures.Rate;
import org.kalepool.work.fleet.BadMessageException;
import org.kalepool.work.fleet.Broker;
import org.kalepool.work.fleet.BrokerAccess;
import org.kalepool.work.fleet.FleetCodec;
import org.kalepool.work.fleet.FleetMessage;
import org.kalepool.work.fleet.FleetSubjects;
import org.kalepool.work.fleet.Hasher;
import org.kalepool.work.fleet.LeaseDesk;
import org.kalepool.work.fleet.NatsBroker;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.DeviceChoice;
import org.kalepool.work.miner.HashingPool;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Job;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.ReadyDevices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the broker costs: hashers behind it against as many threads with nothing between. */
@Command(
    name = "bench-fleet",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a fleet on this machine: hashers that get their work by a nats-server of their own",
      "against the same threads without a broker, in turns. Needs nats-server on the path.",
      "Exit code 0 if the goal of 95 % is reached, 1 if not, or if the machine is too busy to tell."
    })
public final class FleetBenchCommand implements Callable<Integer> {
  private static final FleetSubjects SUBJECTS = new FleetSubjects("bench.fleet");

  @Option(names = "--hashers", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
  private int hashers;

  @Option(names = "--farmers", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
  private int farmers;

  @Option(
      names = "--seconds",
      defaultValue = "6",
      description = "Length of a turn; default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "The median counts; default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(names = "--kernel", description = "Default: the fastest here.")
  private @Nullable String kernelName;

  @Spec private CommandSpec spec;
  private final RandomGenerator random = new SecureRandom();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (hashers < 1 || farmers < 1 || seconds < 1 || rounds < 1 || hashers > 256) {
      throw new ParameterException(
          spec.commandLine(), "hashers take 1 to 256, farmers, seconds and rounds 1 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    Kernel kernel =
        Kernels.choose(Optional.ofNullable(kernelName), random, System::nanoTime).kernel();
    Path folder = Files.createTempDirectory("bench-fleet");
    FleetFigures figures = new FleetFigures(hashers);
    try (NatsServer server = NatsServer.start(folder, "")) {
      // the compiler's work is done then
      alone(kernel, server);
      fleet(kernel, server);
      for (int round = 0; round < rounds; round++) {
        // what changes on the machine with time is in favour of neither
        boolean fleetFirst = round % 2 == 1;
        Rate first = fleetFirst ? fleet(kernel, server) : alone(kernel, server);
        Rate second = fleetFirst ? alone(kernel, server) : fleet(kernel, server);
        out.printf(
            "round %d: %d hashers with %s, %d farmers: %s%n",
            round + 1,
            hashers,
            kernel.name(),
            farmers,
            figures.add(fleetFirst ? second : first, fleetFirst ? first : second));
        out.flush();
      }
    } finally {
      delete(folder);
    }
    figures.lines().forEach(out::println);
    out.flush();
    return figures.reached() ? 0 : 1;
  }

  private Rate alone(Kernel kernel, NatsServer server) throws InterruptedException {
    List<HashingPool> pools = new ArrayList<>();
    try {
      for (int i = 0; i < hashers; i++) {
        LabBoard board = new LabBoard(1, farmers, random);
        pools.add(new HashingPool(kernel, oneThread(), board, board, System::nanoTime));
      }
      return rate(server, () -> pools.stream().mapToLong(HashingPool::hashes).sum());
    } finally {
      pools.forEach(HashingPool::close);
    }
  }

  private Rate fleet(Kernel kernel, NatsServer server) throws InterruptedException {
    List<Broker> open = new ArrayList<>();
    List<Hasher> fleet = new ArrayList<>();
    double speed = Kernels.speed(kernel, System::nanoTime);
    Broker pooler = broker(server, "pooler");
    try {
      serve(pooler, new LabBoard(1, farmers, random));
      for (int i = 0; i < hashers; i++) {
        Broker broker = broker(server, "hasher-" + i);
        open.add(broker);
        Hasher.Engine engine =
            new Hasher.Engine(
                kernel,
                oneThread(),
                ReadyDevices.find(
                    DeviceChoice.NONE, ReadyDevices.BATCH_MILLIS, kernel, random, System::nanoTime),
                speed);
        fleet.add(
            Hasher.start(
                "hasher-" + i, SUBJECTS, broker, engine, random, System::nanoTime, _ -> {}));
      }
      return rate(server, () -> fleet.stream().mapToLong(it -> it.status().hashes()).sum());
    } finally {
      fleet.forEach(Hasher::close);
      pooler.close();
      open.forEach(Broker::close);
    }
  }

  private Broker broker(NatsServer server, String name) {
    BrokerAccess access =
        new BrokerAccess(
            server.url(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return NatsBroker.start(access, name, random, _ -> {});
  }

  /** As the pool does, without a database behind it. */
  private void serve(Broker broker, LabBoard board) {
    LeaseDesk desk = new LeaseDesk(board, random.nextLong(), System::nanoTime);
    broker.serve(
        SUBJECTS.lease(),
        bytes -> answered(bytes, it -> desk.answer((FleetMessage.LeaseRequest) it)));
    broker.serve(
        SUBJECTS.hit(), bytes -> answered(bytes, it -> verdict(board, (FleetMessage.Hit) it)));
  }

  private static CompletableFuture<byte[]> answered(
      byte[] question, java.util.function.UnaryOperator<FleetMessage> answer) {
    try {
      return CompletableFuture.completedFuture(
          FleetCodec.encode(answer.apply(FleetCodec.decode(question))));
    } catch (BadMessageException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static FleetMessage verdict(LabBoard board, FleetMessage.Hit hit) {
    Job job = board.job(hit.block(), hit.farmer());
    if (job == null) {
      return new FleetMessage.Verdict(FleetMessage.Fate.OVER);
    }
    board.found(
        new Assignment(job, hit.nonce(), 1, hit.zeros()), hit.nonce(), job.hash(hit.nonce()));
    return new FleetMessage.Verdict(FleetMessage.Fate.STORED);
  }

  private static HashingSettings oneThread() {
    return new HashingSettings(1, Thread.NORM_PRIORITY);
  }

  /** A turn that begins when all are at work. */
  private Rate rate(NatsServer server, LongSupplier hashes) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    boolean disturbed = false;
    for (int i = 0; i < 300 && hashes.getAsLong() == 0; i++) {
      disturbed |= never.await(100, TimeUnit.MILLISECONDS);
    }
    disturbed |= never.await(1, TimeUnit.SECONDS);
    long before = hashes.getAsLong();
    long start = System.nanoTime();
    Duration busy = processorTime(server);
    disturbed |= never.await(seconds, TimeUnit.SECONDS);
    if (disturbed || before == 0) {
      throw new IllegalStateException("nothing was hashed");
    }
    double made = hashes.getAsLong() - before;
    long elapsed = System.nanoTime() - start;
    long taken = processorTime(server).minus(busy).toNanos();
    int usable = Math.min(hashers, Runtime.getRuntime().availableProcessors());
    return new Rate(made * 1e9 / elapsed, made * 1e9 / taken, (double) taken / elapsed / usable);
  }

  private static Duration processorTime(NatsServer server) {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .orElse(Duration.ZERO)
        .plus(server.processorTime());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
