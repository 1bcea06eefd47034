package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class BenchCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesATableAForecastAndJson() throws IOException {
    Path file = folder.resolve("bench.json");
    int exit = run("--seconds=0.01", "--rounds=2", "--threads=1,2", "--json=" + file);
    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains("kernel", "scalar", "to scalar", "Forecast", "MH/s for one more each");
    assertThat(err.toString()).contains("Round 1 of 2", "Round 2 of 2");

    JsonNode root = new ObjectMapper().readTree(file.toFile());
    assertThat(root.get("cpu").asText()).isNotBlank();
    List<JsonNode> results = root.get("results").valueStream().toList();
    assertThat(results).hasSizeGreaterThanOrEqualTo(2);
    for (JsonNode result : results) {
      assertThat(fields(result))
          .containsExactly("hashesPerSecond", "kernel", "ratioToScalar", "threads");
      assertThat(result.get("kernel").asText())
          .matches(name -> Kernels.names().contains(name) || name.matches("opencl-\\d+"));
      assertThat(result.get("hashesPerSecond").asLong()).isPositive();
    }
    assertThat(results.getFirst().get("kernel").asText()).isEqualTo("scalar");
    assertThat(results.getFirst().get("threads").asInt()).isEqualTo(1);
    assertThat(results.getFirst().get("ratioToScalar").asDouble()).isEqualTo(1.0);
  }

  @Test
  void listsTheDevicesOrSaysWhyThereAreNone() {
    assertThat(run("--seconds=0.01", "--rounds=1", "--threads=1,2", "--kernels=opencl-0")).isZero();
    OpenCl.Found found = OpenCl.find();
    found.why().ifPresent(why -> assertThat(out.toString()).contains(why));
    for (OpenCl.Device device : found.devices()) {
      assertThat(out.toString()).contains(device.toString());
    }
    if (!found.devices().isEmpty()) {
      assertThat(out.toString().lines().filter(line -> line.startsWith("opencl-0 "))).hasSize(1);
    }
  }

  @Test
  void measuresOnlyTheKernelsAskedFor() {
    assertThat(run("--seconds=0.01", "--rounds=1", "--threads=1", "--kernels=scalar")).isZero();
    assertThat(out.toString()).contains("scalar").doesNotContain("vector", "native-", "opencl-0 ");
  }

  @Test
  void refusesAKernelThatDoesNotExist() {
    assertThat(run("--kernels=gpu")).isEqualTo(2);
    assertThat(err.toString()).contains("--kernels takes some of scalar,");
  }

  @Test
  void refusesTurnsOfNoLength() {
    assertThat(run("--seconds=0")).isEqualTo(2);
    assertThat(run("--rounds=0")).isEqualTo(2);
    assertThat(run("--threads=0")).isEqualTo(2);
  }

  private int run(String... arguments) {
    return new CommandLine(new BenchCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static Set<String> fields(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
