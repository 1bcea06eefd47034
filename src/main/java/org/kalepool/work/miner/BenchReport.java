package org.kalepool.work.miner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.kalepool.work.plan.Forecast;

/**
 * The outcome of a benchmark, and what it means for a pool.
 *
 * @param cpu the processor's name
 * @param devices that OpenCL knows of
 */
record BenchReport(String cpu, OpenCl.Found devices, List<Bench.Result> results) {
  /** A block's 300 s, less the time to plant and to send the final work. */
  private static final int MINING_SECONDS = 280;

  private static final int[] FARMERS = {1, 5, 10, 50, 100, 500};

  /**
   * {@code {"cpu": …, "devices": [{"id", "name", "kind", "computeUnits", "megahertz", "platform",
   * "driver"}], "results": [{"kernel", "threads", "hashesPerSecond", "ratioToScalar"}]}}.
   */
  String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("cpu", cpu);
    ArrayNode named = root.putArray("devices");
    for (OpenCl.Device device : devices.devices()) {
      named
          .addObject()
          .put("id", device.id())
          .put("name", device.name())
          .put("kind", device.kind())
          .put("computeUnits", device.units())
          .put("megahertz", device.megahertz())
          .put("platform", device.platform())
          .put("driver", device.driver());
    }
    ArrayNode array = root.putArray("results");
    for (Bench.Result result : results) {
      array
          .addObject()
          .put("kernel", result.kernel())
          .put("threads", result.threads())
          .put("hashesPerSecond", Math.round(result.hashesPerSecond()))
          .put("ratioToScalar", Math.round(result.ratioToScalar() * 1000) / 1e3);
    }
    return root.toPrettyString() + "\n";
  }

  void print(PrintWriter out) {
    out.println(cpu);
    devices.devices().forEach(out::println);
    devices.faults().forEach((platform, fault) -> out.println(platform + ": " + fault));
    devices.why().ifPresent(out::println);
    out.println();
    out.printf(Locale.ROOT, "%-16s %7s %9s %10s%n", "kernel", "threads", "MH/s", "to scalar");
    for (Bench.Result result : results) {
      out.printf(
          Locale.ROOT,
          "%-16s %7d %9.2f %10.2f%n",
          result.kernel(),
          result.threads(),
          result.hashesPerSecond() / 1e6,
          result.ratioToScalar());
    }
    results.stream()
        .max(Comparator.comparingDouble(Bench.Result::hashesPerSecond))
        .ifPresent(best -> printForecast(out, best));
    out.flush();
  }

  private static void printForecast(PrintWriter out, Bench.Result best) {
    double rate = best.hashesPerSecond();
    out.printf(
        Locale.ROOT,
        "%nForecast for %s with %d threads, %.1f MH/s, %d s a block:%n%n",
        best.kernel(),
        best.threads(),
        rate / 1e6,
        MINING_SECONDS);
    out.printf(
        Locale.ROOT,
        "%8s %12s %16s %22s%n",
        "farmers",
        "mean zeros",
        "every farmer has",
        "MH/s for one more each");
    for (int farmers : FARMERS) {
      Forecast forecast = Forecast.of(rate, farmers, MINING_SECONDS);
      out.printf(
          Locale.ROOT,
          "%8d %12.2f %16d %22.1f%n",
          farmers,
          forecast.meanZeros(),
          forecast.level(),
          forecast.rateForNextLevel() / 1e6);
    }
  }
}
