package org.kalepool.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The whole of {@code pool load} with the packaged pool, small and fast. */
@Tag("soak")
class LoadCheck {
  @Test
  void farmsForEverybodyUnderLoadAndReportsWhatItSaw() throws Exception {
    Path folder = Files.createDirectories(Path.of("target/load"));
    Path json = folder.resolve("load.json");
    StringWriter out = new StringWriter();
    int code =
        new CommandLine(new LoadCommand())
            .setOut(new PrintWriter(out))
            .execute(
                "--app=target/quarkus-app/quarkus-run.jar",
                "--farmers=20",
                "--blocks=1",
                "--speed=30",
                "--data=" + folder,
                "--json=" + json);
    assertThat(json).as(out.toString()).exists();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    JsonNode block = report.path("blocks").path(0);
    assertThat(block.path("planted").asInt()).as(out.toString()).isEqualTo(20);
    assertThat(block.path("worked").asInt()).isEqualTo(20);
    assertThat(block.path("harvested").asInt()).isEqualTo(20);
    assertThat(block.path("fewestLedgers").asInt()).isEqualTo(1);
    assertThat(block.path("liveHeap").asDouble()).isBetween(5.0, 200.0);
    assertThat(block.path("node").path("calls").asDouble()).isBetween(5.0, 500.0);
    assertThat(block.path("node").path("bytes").asDouble()).isBetween(5_000.0, 1_000_000.0);
    // four transactions in the network, their requests and what follows from them
    assertThat(block.path("database").path("statements").asDouble()).isBetween(50.0, 2_000.0);
    assertThat(block.path("database").path("transactions").asDouble()).isBetween(10.0, 1_000.0);
    assertThat(report.path("databaseAtRest").path("statements").asDouble()).isPositive();
    assertThat(report.path("atRest").path("calls").asDouble()).isGreaterThan(300);
    assertThat(report.path("atRest").path("bytes").asDouble()).isBetween(100_000.0, 5_000_000.0);
    assertThat(report.path("requests").path("requests").asInt()).isGreaterThan(20);
    assertThat(report.path("failedRequests").asInt()).isZero();
    assertThat(report.path("differenceStroops").asLong()).isZero();
    boolean missed =
        StreamSupport.stream(report.path("goals").spliterator(), false)
            .anyMatch(goal -> goal.path("met").isBoolean() && !goal.path("met").asBoolean());
    assertThat(code).isEqualTo(missed ? 1 : 0);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("load.json", "pool.log");
    }
  }
}
