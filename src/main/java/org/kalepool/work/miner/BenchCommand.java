package org.kalepool.work.miner;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the kernels on this machine; needs neither database nor network. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures how fast this machine hashes, with every kernel and device it has.")
public final class BenchCommand implements Callable<Integer> {
  private static final int MOST_THREAD_COUNTS = 8;
  private static final double MOST_SECONDS = 80;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "Length of one kernel's turn in seconds (default: 0.5, less where all would take long).")
  private @Nullable Double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many turns each kernel gets; the median counts (default: 7).")
  private int rounds = 7;

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Numbers of threads to measure with (default: 1 to the number of cores).")
  private @Nullable List<Integer> threads;

  @Option(
      names = "--kernels",
      split = ",",
      paramLabel = "NAME",
      description = "Kernels and devices to measure beside the scalar one (default: all).")
  private @Nullable List<String> kernels;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there as well.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      err.println(problem.get());
      return 2;
    }
    OpenCl.Found devices = OpenCl.find();
    BenchReport report = new BenchReport(Cpu.name(), devices, measure(devices, err));
    report.print(out);
    if (json != null) {
      Files.writeString(json, report.json());
    }
    return 0;
  }

  private Optional<String> problem() {
    if (rounds < 1 || (seconds != null && !(seconds > 0 && seconds <= 3600))) {
      return Optional.of("--rounds takes 1 or more, --seconds more than 0 and at most 3600");
    }
    if (threads != null && threads.stream().anyMatch(n -> n < 1 || n > 4096)) {
      return Optional.of("--threads takes numbers from 1 to 4096");
    }
    if (kernels != null && !kernels.stream().allMatch(BenchCommand::exists)) {
      return Optional.of(
          "--kernels takes some of "
              + String.join(",", Kernels.names())
              + " and, for the first device, opencl-0");
    }
    return Optional.empty();
  }

  private static boolean exists(String kernel) {
    return Kernels.names().contains(kernel) || DeviceChoice.ID.matcher(kernel).matches();
  }

  private List<Bench.Result> measure(OpenCl.Found devices, PrintWriter err) {
    err.println("Testing and warming up the kernels ...");
    err.flush();
    List<Rig> rigs = rigs(devices.devices(), err);
    try {
      List<Integer> counts = threads == null ? threadCounts() : threads;
      Duration turn = turn(rigs.size() * counts.size());
      return new Bench(rigs, counts, rounds, turn)
          .run(
              (round, all) -> {
                double left =
                    turn.toMillis() / 1e3 * rigs.size() * counts.size() * (all - round + 1);
                err.printf("Round %d of %d, %.0f s to go%n", round, all, left);
                err.flush();
              });
    } finally {
      rigs.forEach(Rig::close);
    }
  }

  /** The scalar kernel first, the devices last. */
  private List<Rig> rigs(List<OpenCl.Device> devices, PrintWriter err) {
    Predicate<String> wanted = name -> kernels == null || kernels.contains(name);
    SecureRandom random = new SecureRandom();
    Kernels here = Kernels.matching(wanted, random);
    List<Kernel> local = here.available();
    Calibration.warmUp(local, System::nanoTime);
    List<Rig> rigs = new ArrayList<>();
    local.forEach(kernel -> rigs.add(new LocalRig(kernel, System::nanoTime)));
    Map<String, String> refused = new LinkedHashMap<>(here.refused());
    if (wanted.test("vector256") && here.has("vector512")) {
      try {
        rigs.add(ChildRig.start("vector256"));
        refused.remove("vector256");
      } catch (UnsupportedOperationException e) {
        refused.put("vector256", String.valueOf(e.getMessage()));
      }
    }
    rigs.sort(Comparator.comparingInt(rig -> Kernels.names().indexOf(rig.kernel())));
    for (OpenCl.Device device : devices) {
      if (wanted.test(device.id())) {
        try {
          rigs.add(LocalRig.ofDevice(ReadyDevices.tested(device, random), System::nanoTime));
        } catch (DeviceFailure e) {
          refused.put(device.id(), String.valueOf(e.getMessage()));
        }
      }
    }
    refused.forEach(
        (name, why) -> {
          if (wanted.test(name)) {
            err.printf("Without %s: %s%n", name, why);
          }
        });
    return rigs;
  }

  /** Short enough for all turns to fit into less than two minutes. */
  private Duration turn(int turnsInARound) {
    double fitting = Math.min(0.5, MOST_SECONDS / (rounds * turnsInARound));
    return Duration.ofNanos((long) (1e9 * (seconds == null ? fitting : seconds)));
  }

  /** 1 to the number of cores; on a large machine powers of two and all cores. */
  private static List<Integer> threadCounts() {
    int cores = Runtime.getRuntime().availableProcessors();
    return IntStream.rangeClosed(1, cores)
        .filter(n -> cores <= MOST_THREAD_COUNTS || n == cores || Integer.bitCount(n) == 1)
        .boxed()
        .toList();
  }
}
