package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * All attacks of this suite at once, through ten blocks, by some hundred connections and as many
 * requests a second. Those that are tried one by one before have shown that each is met.
 */
interface AllAtOnce extends Target {
  int BLOCKS = 10;
  int FIRST = 200;

  @Test
  @Order(Integer.MAX_VALUE - 2)
  default void tenBlocksUnderEveryAttackAtOnceLoseNothing() throws Exception {
    int logged = pool().log().length();
    String pooler = calls().get("/api/v1/poolers").good().at("/items/0/pooler_id").asText();
    int places = places();
    long first = farming().newest() + 1;
    List<Duration> alive = Collections.synchronizedList(new ArrayList<>());
    Storm storm = new Storm(pool());
    try (storm) {
      slow(storm);
      odd(storm);
      many(storm, pooler);
      storm.with("liveness", round -> alive.add(calls().timeToLiveness()));
      for (long block = first; block < first + BLOCKS; block++) {
        farming().everybodyFarmed(block);
      }
    }
    assertThat(storm.faults()).isEmpty();
    assertThat(storm.rounds().values()).allSatisfy(each -> assertThat(each.get()).isGreaterThan(9));
    List<Duration> times = alive.stream().sorted().toList();
    assertThat(times.get(times.size() / 2)).as("%s", times).isLessThan(Duration.ofMillis(100));
    assertThat(times.getLast()).as("%s", times).isLessThan(Duration.ofSeconds(2));
    farming().booksAgree();
    assertThat(calls().asOperator("GET", "/compensations", null).good().path("items"))
        .allSatisfy(each -> assertThat(each.path("block_index").asLong()).isLessThan(first));
    assertThat(places()).as("places that are left").isEqualTo(places);
    assertThat(pool().log().substring(logged)).doesNotContain("ERROR", "\tat ");
  }

  private int places() {
    return calls().get("/api/v1/poolers").good().at("/items/0/capacity_left").asInt();
  }

  private static void slow(Storm storm) {
    storm
        .with("slow bodies", round -> storm.linger(FIRST, 3, 40, SlowClients.BEGUN))
        .with("half-open connections", round -> storm.linger(FIRST + 3, 1, 100, ""))
        .with("slow heads", round -> storm.drip(FIRST + 4, 30, "GET / HTTP/1.1\r\n", "a: b\r\n"))
        .with("dripping bodies", round -> storm.drip(FIRST + 5, 30, SlowClients.BEGUN, "1"))
        .with(
            "streams of events",
            round ->
                storm.linger(
                    FIRST + 6, 1, 30, "GET /api/v1/events HTTP/1.1\r\nHost: pool\r\n\r\n"));
  }

  private void odd(Storm storm) {
    List<String> malformed = List.copyOf(OddRequests.malformed().keySet());
    storm
        .with(
            "malformed requests",
            round -> storm.ask(FIRST + 10, malformed.get(round % malformed.size())))
        .with(
            "invented methods and paths",
            round -> {
              storm.ask(FIRST + 11, "M" + round + " / HTTP/1.1\r\nHost: pool\r\n\r\n");
              storm.ask(FIRST + 11, get("/api/v1/p" + round, ""));
              storm.ask(pool().management(), FIRST + 11, get("/q/p" + round, ""));
            })
        .with(
            "odd paths",
            round -> {
              String path = Answers.PATHS.get(round % Answers.PATHS.size());
              storm.ask(FIRST + 12, get(path, ""));
              storm.ask(pool().management(), FIRST + 12, get(path, ""));
            })
        .with(
            "pages of other sites",
            round -> storm.ask(FIRST + 13, get("/api/v1/stats", "Origin: http://pool\r\n")));
  }

  private void many(Storm storm, String pooler) {
    storm
        .with(
            "requests in a row",
            round ->
                storm.ask(FIRST + 20, get("/api/v1/stats", "", false).repeat(9) + get("/", "")))
        .with(
            "invented addresses",
            round ->
                storm.ask(
                    FIRST + 21,
                    get("/api/v1/stats", "X-Forwarded-For: 198.51.100." + round + "\r\n")))
        .with(
            "wrong tokens",
            round ->
                storm.ask(
                    FIRST + 22,
                    get(
                        farming().farmers().getFirst().path(),
                        "Authorization: Bearer kf_guess" + round + "\r\n")))
        .with(
            "registrations",
            round -> storm.ask(FIRST + 23, post("/api/v1/farmers", "", Farming.wish(pooler, 1))))
        .with("register and leave", round -> registerAndLeave(storm, pooler, round));
  }

  /** Behind a proxy that is believed, so that it does not end with one address's share. */
  private static void registerAndLeave(Storm storm, String pooler, int round) throws IOException {
    String from = "X-Forwarded-For: 203.0.113." + (100 + round / 15) + "\r\n";
    String made =
        storm.ask(
            ManyClients.PROXY,
            post("/api/v1/farmers", from, Farming.wish(pooler, 100 + round % 20)));
    assertThat(RawConnection.status(made)).as(made).isEqualTo(201);
    var farmer = new ObjectMapper().readTree(made.substring(made.indexOf("\r\n\r\n")));
    String exit =
        storm.ask(
            ManyClients.PROXY,
            post(
                "/api/v1/farmers/" + farmer.path("farmer_id").asText() + "/exit",
                from + "Authorization: Bearer " + farmer.path("token").asText() + "\r\n",
                ""));
    assertThat(RawConnection.status(exit) / 100).as(exit).isEqualTo(2);
  }

  private static String get(String path, String headers) {
    return get(path, headers, true);
  }

  private static String get(String path, String headers, boolean last) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: pool\r\n"
        + (last ? "Connection: close\r\n" : "")
        + headers
        + "\r\n";
  }

  private static String post(String path, String headers, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: pool\r\nConnection: close\r\nContent-Type: application/json\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
