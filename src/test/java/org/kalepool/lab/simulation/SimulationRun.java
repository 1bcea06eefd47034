package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kalepool.lab.load.PoolChild;

/**
 * A run of the packaged {@code pool simulate}.
 *
 * @param code what it ended with
 * @param report what it wrote with {@code --report}
 * @param out all that it printed
 */
record SimulationRun(int code, JsonNode report, String out) {
  static final Path FOLDER = Path.of("target/simulation");

  /** Or all of the heap is collected each time that classes and code need more room. */
  private static final List<String> ROOM =
      List.of("-XX:MetaspaceSize=200m", "-XX:ReservedCodeCacheSize=240m");

  /** It is over before a better compiler's work has paid. */
  private static final List<String> FEW_BLOCKS =
      Stream.concat(ROOM.stream(), Stream.of("-XX:TieredStopAtLevel=1")).toList();

  /** What it ended with. */
  String lastLine() {
    return out.stripTrailing().lines().reduce("", (before, line) -> line);
  }

  /** One of the seeds of a run of several, by the report that it has left. */
  SimulationRun of(long seed) throws IOException {
    return new SimulationRun(code, read(FOLDER.resolve(seed + ".json")), out);
  }

  private static JsonNode read(Path report) throws IOException {
    return new ObjectMapper().readTree(report.toFile());
  }

  /** What can go wrong with a second pooler, and has. */
  void hasAllFaultsOfPoolers() {
    for (SimulatedFault fault : SimulatedFault.POOLERS) {
      assertThat(report.path("faults").path(fault.name()).asLong()).as("%s", fault).isPositive();
    }
  }

  /**
   * Runs it to its end.
   *
   * @param name of its log and report in {@code target/simulation}
   * @param options two farmers and two bots unless they say otherwise
   */
  static SimulationRun of(String name, String... options) throws IOException, InterruptedException {
    return of(FEW_BLOCKS, name, options);
  }

  /** The same, of hundreds of blocks. */
  static SimulationRun ofMany(String name, String... options)
      throws IOException, InterruptedException {
    return of(ROOM, name, options);
  }

  private static SimulationRun of(List<String> compiler, String name, String... options)
      throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Path report = FOLDER.resolve(name + ".json");
    Path log = FOLDER.resolve(name + ".log");
    Files.deleteIfExists(report);
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--progress=0", "--report=" + report));
    for (String usual : List.of("--farmers=2", "--bots=2")) {
      String option = usual.substring(0, usual.indexOf('='));
      if (arguments.stream().noneMatch(it -> it.startsWith(option))) {
        arguments.add(usual);
      }
    }
    Path app = Path.of("target/quarkus-app/quarkus-run.jar");
    Process process =
        new ProcessBuilder(PoolChild.command(app, 768, compiler, Map.of(), "simulate", arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = process.waitFor();
    String out = Files.readString(log);
    assertThat(report).as(out).exists();
    return new SimulationRun(code, read(report), out);
  }
}
