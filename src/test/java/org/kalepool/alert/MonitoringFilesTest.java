package org.kalepool.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;

/** The dashboard and the rules ask for metrics that there are. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class MonitoringFilesTest {
  private static final Path DASHBOARD = Path.of("deploy/grafana/kale-pool.json");
  private static final Path RULES = Path.of("deploy/prometheus/kale-pool.rules.yml");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:kale|http|jvm|system|process)_[a-z_]+\\b");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{| )");
  private static final Pattern DOCUMENTED = Pattern.compile("`(kale_[a-z_]+)(?:\\{[a-z,]*})?`");
  private static final Pattern EXPRESSION = Pattern.compile("(?m)^        expr: '(.+)'$");
  private static final Pattern STRINGS = Pattern.compile("\"[^\"]*\"");

  private static List<String> ofTheDashboard() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
    List<String> expressions = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      assertThat(panel.path("title").asText()).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        expressions.add(target.path("expr").asText());
      }
    }
    return expressions;
  }

  private static List<String> ofTheRules() throws IOException {
    String text = Files.readString(RULES);
    List<String> expressions =
        EXPRESSION.matcher(text).results().map(each -> each.group(1)).toList();
    assertThat(text.lines().filter(line -> line.startsWith("      - alert: ")).toList())
        .hasSameSizeAs(expressions)
        .doesNotHaveDuplicates();
    assertThat(text.lines().filter(line -> line.startsWith("          summary: ")))
        .hasSameSizeAs(expressions);
    return expressions;
  }

  private static Set<String> metrics(List<String> expressions) {
    Set<String> names = new TreeSet<>();
    for (String expression : expressions) {
      METRIC
          .matcher(STRINGS.matcher(expression).replaceAll("\"\""))
          .results()
          .forEach(each -> names.add(each.group()));
    }
    return names;
  }

  private static Set<String> known() throws IOException {
    // A first request, so that there are figures of requests.
    io.restassured.RestAssured.get("/api/v1/stats").then().statusCode(200);
    Set<String> known = new TreeSet<>();
    String scraped = Management.given().get("/q/metrics").then().extract().asString();
    SAMPLE.matcher(scraped).results().forEach(each -> known.add(each.group(1)));
    String operations = Files.readString(Path.of("docs/operations.md"));
    String table =
        operations.substring(
            operations.indexOf("\n## Metrics"), operations.indexOf("\n## Operators' routes"));
    DOCUMENTED.matcher(table).results().forEach(each -> known.add(each.group(1)));
    Set<String> all = new HashSet<>(known);
    known.forEach(
        name -> {
          all.add(name + "_sum");
          all.add(name + "_count");
        });
    return all;
  }

  @Test
  void everyMetricThatTheyNameIsThere() throws IOException {
    Set<String> ofTheDashboard = metrics(ofTheDashboard());
    Set<String> ofTheRules = metrics(ofTheRules());
    assertThat(ofTheDashboard).hasSizeGreaterThan(20);
    assertThat(ofTheRules).hasSizeGreaterThan(10);
    Set<String> known = known();
    assertThat(known).containsAll(ofTheDashboard).containsAll(ofTheRules);
    assertThat(known).doesNotContain("kale_nothing");
  }

  @Test
  void theRulesTellWhatThePoolCannotTellOfItself() throws IOException {
    assertThat(ofTheRules()).contains("sum(kale_leader) < 1 or absent(kale_leader)");
  }
}
