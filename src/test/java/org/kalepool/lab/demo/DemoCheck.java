package org.kalepool.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.load.PoolChild;

/** The packaged {@code pool demo --poolers 2}, small and fast. */
class DemoCheck {
  private static final Pattern MACHINE = Pattern.compile("own: process (\\d+)");

  private final Path folder = Path.of("target/demo");

  private Process demo(Path data, Path report, Path log) throws IOException {
    List<String> options =
        List.of(
            "--poolers=2",
            "--farmers=3",
            "--blocks=2",
            "--speed=30",
            "--bots=3",
            "--data=" + data,
            "--report=" + report);
    Path app = Path.of("target/quarkus-app/quarkus-run.jar");
    return new ProcessBuilder(PoolChild.command(app, 512, List.of(), Map.of(), "demo", options))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static long sum(JsonNode lines, String field) {
    long sum = 0;
    for (JsonNode line : lines) {
      sum = Math.addExact(sum, line.path(field).asLong());
    }
    return sum;
  }

  @Test
  void oneOfTwoPoolersLeavesAndTheBooksOfBothAgreeAlsoAfterAKill() throws Exception {
    Files.createDirectories(folder);
    Path data = Files.createTempDirectory(folder.toAbsolutePath(), "run-");
    Path report = data.resolve("report.json");
    Path first = folder.resolve("first.log");
    Path second = folder.resolve("second.log");
    Process killed = demo(data, report, first);
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .until(
              () ->
                  !killed.isAlive() || Files.readString(first).contains("have joined pooler pool"));
    } finally {
      killed.destroyForcibly();
    }
    String told = Files.readString(first);
    Matcher machine = MACHINE.matcher(told);
    assertThat(machine.find()).as(told).isTrue();
    ProcessHandle.of(Long.parseLong(machine.group(1)))
        .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20)));

    Process again = demo(data, report, second);
    boolean ended = again.waitFor(4, TimeUnit.MINUTES);
    again.destroyForcibly();
    String out = Files.readString(second);
    assertThat(ended).as(out).isTrue();
    assertThat(again.exitValue()).as(out).isZero();
    assertThat(out)
        .contains("pooler away leaves: of its farmers 1 leave the pool, 0 go to the other pooler")
        .contains("its machine has ended")
        .contains("(difference 0)");
    JsonNode result = new ObjectMapper().readTree(report.toFile());
    assertThat(result.path("reconciled").asBoolean()).isTrue();
    JsonNode poolers = result.path("poolers");
    assertThat(poolers.findValuesAsText("name")).containsExactly("pool", "away");
    assertThat(poolers.findValuesAsText("active")).containsExactly("true", "false");
    assertThat(poolers.findValuesAsText("difference")).containsExactly("0", "0");
    JsonNode away = poolers.path(1);
    assertThat(away.path("planted").asInt()).as(out).isPositive();
    assertThat(away.path("reported").asInt()).isPositive();
    assertThat(away.path("farmers").asInt()).isZero();
    for (String field : List.of("staked", "earned", "forfeited")) {
      assertThat(sum(poolers, field)).as(field).isEqualTo(sum(result.path("farmers"), field));
    }
    assertThat(sum(poolers, "paid")).isEqualTo(sum(result.path("farmers"), "poolersShare"));
  }
}
