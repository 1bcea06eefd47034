package org.kalepool.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.serve.EmbeddedNetwork;
import org.kalepool.cli.serve.EmbeddedServices;
import org.kalepool.cli.settings.Settings;
import org.kalepool.lab.load.PoolChild;

/**
 * Two packaged pools, each a process of its own, on one database. The one that farms is killed with
 * SIGKILL just after a block has opened, while plants are on their way, and the time is taken until
 * the other farms. Part of the suite; docs/performance.md has the command that runs it alone.
 */
class TakeoverCheck extends PoolVisitor {
  private static final double SPEED = 20;
  private static final int FARMERS = 3;

  /** For some blocks of 15 seconds, on a machine that has other things to do. */
  private static final Duration LONG = Duration.ofMinutes(4);

  private static final Duration GOAL = Duration.ofSeconds(15);
  private static final String MANAGEMENT = "health and metrics are at ";
  private static final String LEADS = "(?s).*\nkale_leader(\\{[^}]*})? 1\\.0\n.*";

  private final Path folder = Path.of("target/takeover");
  private String network = "";
  private Running asked = new Running("", "");

  /** Where a pool is to be reached. */
  private record Running(String url, String management) {}

  @Override
  String poolUrl() {
    return asked.url();
  }

  @Override
  String managementUrl() {
    return asked.management();
  }

  @Override
  String friendbotUrl() {
    return network + "/friendbot";
  }

  private static Optional<String> management(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith(MANAGEMENT) && line.endsWith("/q"))
        .map(line -> line.substring(MANAGEMENT.length()))
        .findFirst();
  }

  private Running running(PoolChild pool, Path log) {
    String management =
        await().atMost(PATIENCE).until(() -> management(log), Optional::isPresent).orElseThrow();
    return new Running(pool.url(), management.substring(0, management.lastIndexOf("/q")));
  }

  private PoolChild started(Map<String, String> settings, Path log) {
    return PoolChild.start(
        Path.of("target/quarkus-app/quarkus-run.jar"),
        256,
        List.of("-XX:TieredStopAtLevel=1"),
        settings,
        log);
  }

  private boolean leads() {
    return management().get("/q/metrics").asString().matches(LEADS);
  }

  private long newestBlock() {
    return pool().get("/api/v1/blocks?limit=1").jsonPath().getLong("items[0].block_index");
  }

  @Test
  void theOtherOfTwoProcessesFarmsWithinFifteenSecondsOfAKillAndNothingIsDoneTwice()
      throws Exception {
    Files.createDirectories(folder);
    Path data = Files.createTempDirectory(folder.toAbsolutePath(), "run-");
    try (EmbeddedServices services =
        EmbeddedServices.start(
            Settings.none(),
            data,
            null,
            EmbeddedNetwork.Options.of(SPEED, 3, 1),
            new PrintWriter(new StringWriter()))) {
      Map<String, String> settings = new LinkedHashMap<>(services.settings());
      settings.put("kale.http.requests-per-minute", "0");
      settings.put("kale.http.connections-per-address", "0");
      settings.remove("kale.operator.key-file");
      settings.put("kale.operator.key", OPERATOR_KEY);
      settings.put("kale.work.kernel", "scalar");
      settings.put("kale.work.threads", "1");
      network = String.valueOf(settings.get("kale.rpc.url"));
      Path firstLog = folder.resolve("first.log");
      Path secondLog = folder.resolve("second.log");
      try (PoolChild first = started(settings, firstLog)) {
        Running leader = running(first, firstLog);
        asked = leader;
        await().atMost(LONG).until(this::leads);
        try (PoolChild second = started(settings, secondLog)) {
          Running standby = running(second, secondLog);
          services.network().orElseThrow().run();
          List<Joined> farmers = farmers();
          asked = standby;
          assertThat(leads()).as("one of two farms").isFalse();
          asked = leader;
          long before = newestBlock();
          await()
              .pollInterval(Duration.ofMillis(20))
              .atMost(LONG)
              .until(() -> newestBlock() > before);
          asked = standby;
          killed(first);
          farmsOn(farmers, before + 1);
        }
      }
    }
  }

  private List<Joined> farmers() {
    List<Joined> farmers =
        java.util.stream.IntStream.rangeClosed(1, FARMERS).mapToObj(i -> joined(i, 50)).toList();
    for (Joined farmer : farmers) {
      give(farmer.payout(), 0);
      give(farmer.custodial(), 0);
    }
    for (Joined farmer : farmers) {
      await()
          .atMost(LONG)
          .until(() -> "ACTIVE".equals(as(farmer).get(farmer.path()).jsonPath().get("state")));
      give(farmer.custodial(), 100);
    }
    await().atMost(LONG).until(() -> !blocks(farmers.getFirst(), "plantings", "PLANTED").isEmpty());
    return farmers;
  }

  private void killed(PoolChild leader) throws Exception {
    long at = System.nanoTime();
    assertThat(leader.handle().destroyForcibly()).isTrue();
    leader.handle().onExit().get(5, TimeUnit.SECONDS);
    await().pollInterval(Duration.ofMillis(50)).atMost(GOAL.multipliedBy(4)).until(this::leads);
    Duration took = Duration.ofNanos(System.nanoTime() - at);
    System.out.printf("the other farms %d ms after the kill%n", took.toMillis());
    assertThat(took).isLessThanOrEqualTo(GOAL);
  }

  /** All are planted and harvested by the other, each pail once, and books and chain agree. */
  private void farmsOn(List<Joined> farmers, long block) {
    for (Joined farmer : farmers) {
      await()
          .atMost(LONG)
          .until(
              () ->
                  blocks(farmer, "harvests", "HARVESTED").stream().anyMatch(at -> at > block)
                      && blocks(farmer, "plantings", "PLANTED").stream()
                          .anyMatch(at -> at > block));
      assertThat(blocks(farmer, "plantings", "PLANTED")).doesNotHaveDuplicates();
      assertThat(blocks(farmer, "harvests", "HARVESTED")).doesNotHaveDuplicates();
    }
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                asOperator()
                    .post("/reconcile")
                    .then()
                    .statusCode(200)
                    .body("reconciled", equalTo(true))
                    .body("difference", equalTo(0)));
  }

  private List<Long> blocks(Joined farmer, String what, String status) {
    return list(farmer, what).<Map<String, Object>>getList("items").stream()
        .filter(item -> status.equals(item.get("status")))
        .map(item -> number(item, "block_index"))
        .toList();
  }
}
