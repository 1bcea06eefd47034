package org.kalepool.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.kale.WorkHash;
import org.kalepool.lab.sandbox.FarmingSandbox;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * A backend that speaks the poolers' protocol over HTTP and sends its farmers' transactions to a
 * sandbox. As the real one it refuses fields that it does not know.
 */
final class SpokenBackend implements AutoCloseable {
  static final String KEY = "kp_" + "k".repeat(43);
  static final UUID POOLER = UUID.fromString("00000000-0000-0000-0000-00000000900a");
  static final long STAKE = 10_0000000L;

  private final ObjectMapper json = new ObjectMapper();
  private final FarmingSandbox farm;
  private final Sandbox sandbox;
  private final int farmers;
  final SpokenHttp http;
  private final Map<Long, Set<Integer>> asked = new HashMap<>();

  /** Zeros of the works that are in no ledger yet, and the ledger that they wait for. */
  private final Map<Integer, Integer> pending = new HashMap<>();

  private long pendingFor;
  final List<JsonNode> heartbeats = new CopyOnWriteArrayList<>();
  final List<JsonNode> plants = new CopyOnWriteArrayList<>();
  final List<JsonNode> works = new CopyOnWriteArrayList<>();
  final List<JsonNode> reports = new CopyOnWriteArrayList<>();
  final List<JsonNode> harvests = new CopyOnWriteArrayList<>();

  /** Answers everything with 503. */
  volatile boolean away;

  /** Takes works, sends none, and forgets them. */
  volatile boolean idle;

  /** Takes works, and holds them on their way. */
  volatile boolean holding;

  SpokenBackend(FarmingSandbox farm, int farmers) {
    this.farm = farm;
    this.sandbox = farm.sandbox();
    this.farmers = farmers;
    this.http = new SpokenHttp(this::answer, () -> away);
  }

  URI url() {
    return http.url();
  }

  static UUID id(int farmer) {
    return new UUID(0x7a, farmer + 1);
  }

  private int number(JsonNode id) {
    for (int i = 0; i < farmers; i++) {
      if (id(i).toString().equals(id.asText())) {
        return i;
      }
    }
    return -1;
  }

  private JsonNode answer(String route, JsonNode request) {
    return switch (route) {
      case "me" -> me();
      case "heartbeat" -> heartbeat(request);
      case "plant-request" -> plant(request);
      case "works" -> works(request);
      case "work-complete" -> report(request);
      case "harvest-request" -> harvest(request);
      default -> throw new AssertionError(route);
    };
  }

  private static void only(JsonNode request, String... fields) {
    List<String> names = new ArrayList<>();
    request.fieldNames().forEachRemaining(names::add);
    if (!Set.of(fields).containsAll(names)) {
      throw new AssertionError("unknown fields: " + names);
    }
  }

  private ObjectNode me() {
    ObjectNode me = json.createObjectNode();
    me.put("pooler_id", POOLER.toString()).put("name", "remote");
    me.put("wallet", FarmingSandbox.farmer(farmers).text()).put("active", true);
    me.put("share_basis_points", 5_000).put("max_farmers", 100).put("farmers", farmers);
    me.put("max_debt", 0).put("debt", 0).putNull("last_seen_at").put("requests_per_minute", 60);
    me.putObject("network")
        .put("passphrase", sandbox.config().passphrase())
        .put("contract_id", sandbox.config().farmContract().text())
        .put("asset", "KALE:" + sandbox.config().issuer().text());
    return me;
  }

  private ObjectNode heartbeat(JsonNode request) {
    only(request, "version", "hash_rate", "threads", "capacity", "block_index", "paused");
    heartbeats.add(request);
    ObjectNode answer = json.createObjectNode();
    answer.put("pooler_id", POOLER.toString()).put("server_time", "2026-01-01T00:00:00Z");
    answer.put("heartbeat_seconds", 30).put("silent_after_seconds", 120);
    answer.put("block_index", sandbox.farm().index());
    answer
        .putObject("settings")
        .put("name", "remote")
        .put("active", true)
        .put("max_farmers", 100)
        .put("share_basis_points", 5_000)
        .put("max_debt", 0);
    answer.putObject("planting").put("allowed", true).putNull("why");
    return answer;
  }

  private boolean due() {
    return sandbox.now()
        >= sandbox.farm().observed().timestamp() + GameRules.BLOCK_INTERVAL_SECONDS;
  }

  private ObjectNode plant(JsonNode request) {
    only(request, "block_index", "pooler_id", "max_farmers_capacity", "timestamp", "wait_seconds");
    plants.add(request);
    long block = request.path("block_index").asLong();
    long running = sandbox.farm().index();
    Set<Integer> sent = asked.computeIfAbsent(block, it -> new HashSet<>());
    ObjectNode answer = json.createObjectNode().put("success", true);
    ArrayNode planted = answer.putArray("planted_farmers");
    answer.putArray("failed_plants");
    ArrayNode pending = answer.putArray("pending");
    answer.putArray("held_back");
    for (int i = 0; i < Math.min(farmers, request.path("max_farmers_capacity").asInt()); i++) {
      Optional<Pail> pail = sandbox.pail(FarmingSandbox.farmer(i), block);
      if (pail.isPresent()) {
        planted(planted, i, pail.get());
      } else if (block == running && !due() || block == running + 1 && due()) {
        if (sent.add(i)) {
          farm.plant(i, STAKE);
        }
        pending.add(id(i).toString());
      }
    }
    answer
        .putObject("summary")
        .put("total_requested", farmers)
        .put("successful_plants", planted.size())
        .put("failed_plants", 0)
        .put("total_staked", planted.size() * STAKE);
    return answer;
  }

  private void planted(ArrayNode planted, int farmer, Pail pail) {
    ObjectNode one = planted.addObject();
    one.put("farmer_id", id(farmer).toString());
    one.put("custodial_wallet", FarmingSandbox.farmer(farmer).text());
    one.put("stake_amount", pail.stake().longValueExact());
    one.put("plant_tx_hash", "ab".repeat(32)).put("planted_ledger", pail.sequence());
    one.put("order", farmer + 1L)
        .put("zeros", pail.zeros())
        .put("pending_zeros", pending().get(farmer));
  }

  private ObjectNode works(JsonNode request) {
    only(request, "block_index", "pooler_id", "works");
    works.add(request);
    long block = request.path("block_index").asLong();
    ObjectNode answer = json.createObjectNode().put("success", true);
    ArrayNode told = answer.putArray("works");
    for (JsonNode work : request.path("works")) {
      only(work, "farmer_id", "nonce", "hash");
      ObjectNode one = told.addObject().put("farmer_id", work.path("farmer_id").asText());
      String error = refusal(block, work);
      if (error == null) {
        if (!idle) {
          pending.put(number(work.path("farmer_id")), hash(work).zeros());
          if (!holding) {
            farm.work(number(work.path("farmer_id")), hash(work), nonce(work));
          }
        }
        one.put("status", "queued").putNull("error").putNull("message");
      } else {
        one.put("status", "refused").put("error", error).put("message", error);
      }
    }
    return answer;
  }

  private static Hash hash(JsonNode work) {
    return new Hash(work.path("hash").asText());
  }

  private static long nonce(JsonNode work) {
    return work.path("nonce").bigIntegerValue().longValue();
  }

  private @org.jspecify.annotations.Nullable String refusal(long block, JsonNode work) {
    int farmer = number(work.path("farmer_id"));
    Block limits = sandbox.block(block).orElse(null);
    if (block != sandbox.farm().index() || limits == null) {
      return "block_closed";
    }
    Pail pail = sandbox.pail(FarmingSandbox.farmer(farmer), block).orElse(null);
    if (pail == null) {
      return "not_planted";
    }
    Hash hash = WorkHash.of(block, nonce(work), limits.entropy(), FarmingSandbox.farmer(farmer));
    if (!hash.equals(hash(work))) {
      return "wrong_hash";
    }
    Long zeros = pail.zeros();
    return zeros != null && zeros >= hash.zeros() || pending().containsKey(farmer)
        ? "not_better"
        : null;
  }

  private Map<Integer, Integer> pending() {
    if (pendingFor != sandbox.ledger() && !holding) {
      pending.clear();
      pendingFor = sandbox.ledger();
    }
    return pending;
  }

  private ObjectNode report(JsonNode request) {
    only(request, "block_index", "pooler_id", "work_results", "timestamp");
    reports.add(request);
    ObjectNode answer = json.createObjectNode().put("success", true);
    ArrayNode ready = json.createArrayNode();
    long block = request.path("block_index").asLong();
    for (JsonNode result : request.path("work_results")) {
      only(
          result,
          "farmer_id",
          "status",
          "nonce",
          "hash",
          "zeros",
          "gap",
          "work_tx_hash",
          "error",
          "compensation_required");
      int farmer = number(result.path("farmer_id"));
      if (sandbox.pail(FarmingSandbox.farmer(farmer), block).filter(Pail::worked).isPresent()) {
        ready.add(result.path("farmer_id").asText());
      }
    }
    answer.put("work_recorded", ready.size()).put("compensation_amount", 0);
    answer.set("ready_for_harvest", ready);
    answer.putArray("not_recorded");
    return answer;
  }

  private ObjectNode harvest(JsonNode request) {
    only(request, "pooler_id", "harvest_blocks", "wait_seconds");
    harvests.add(request);
    ObjectNode answer = json.createObjectNode().put("success", true);
    ArrayNode results = answer.putArray("harvest_results");
    for (JsonNode block : request.path("harvest_blocks")) {
      only(block, "block_index", "farmer_ids");
      for (JsonNode farmer : block.path("farmer_ids")) {
        farm.harvest(number(farmer), block.path("block_index").asLong());
        results
            .addObject()
            .put("block_index", block.path("block_index").asLong())
            .put("farmer_id", farmer.asText())
            .put("reward_amount", 1)
            .put("harvest_tx_hash", "cd".repeat(32));
      }
    }
    answer.putArray("failed_harvests");
    return answer.put("total_rewards", results.size());
  }

  @Override
  public void close() {
    http.close();
  }
}
