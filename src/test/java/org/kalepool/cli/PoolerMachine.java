package org.kalepool.cli;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A pooler's machine as the pool sees it: its calls, and nothing else. */
final class PoolerMachine {
  private static final String API = "/api/v1/pooler/";

  final UUID id;
  private String key;

  PoolerMachine(UUID id, String key) {
    this.id = id;
    this.key = key;
  }

  void key(String another) {
    key = another;
  }

  String key() {
    return key;
  }

  Response heartbeat(long hashRate, boolean paused) {
    return post(
        "heartbeat",
        Map.of(
            "version",
            "test",
            "hash_rate",
            hashRate,
            "threads",
            1,
            "capacity",
            50,
            "paused",
            paused));
  }

  Response plant(long block, int capacity, int wait) {
    Map<String, Object> body = body();
    body.put("block_index", block);
    body.put("max_farmers_capacity", capacity);
    body.put("timestamp", "2026-01-01T00:00:00Z");
    body.put("wait_seconds", wait);
    return post("plant-request", body);
  }

  Response works(long block, List<Map<String, Object>> works) {
    Map<String, Object> body = body();
    body.put("block_index", block);
    body.put("works", works);
    return post("works", body);
  }

  Response report(long block, List<Map<String, Object>> results) {
    Map<String, Object> body = body();
    body.put("block_index", block);
    body.put("work_results", results);
    return post("work-complete", body);
  }

  Response harvest(long block, List<UUID> farmers) {
    Map<String, Object> body = body();
    body.put("wait_seconds", 0);
    body.put("harvest_blocks", List.of(Map.of("block_index", block, "farmer_ids", farmers)));
    return post("harvest-request", body);
  }

  Response me() {
    return given().header("Authorization", "Bearer " + key).get(API + "me");
  }

  private Map<String, Object> body() {
    return new HashMap<>(Map.of("pooler_id", id));
  }

  Response post(String route, Map<String, Object> body) {
    return given()
        .header("Authorization", "Bearer " + key)
        .contentType("application/json")
        .body(body)
        .post(API + route);
  }

  static JsonPath good(Response answer) {
    return answer.then().statusCode(200).extract().jsonPath();
  }
}
