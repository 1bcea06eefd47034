package org.kalepool.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.demo.DemoFarmers.DemoFarmer;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * The demo's second pooler: made by the operator over REST, its machine a process of its own. Met
 * again on the same folder; its key is a new one each time, so that a machine of an earlier run has
 * no say any more.
 */
final class AwayPooler implements AutoCloseable {
  static final String NAME = "away";

  private static final String ROUTE = "/api/v1/operator/poolers";
  private static final int SHARE_BASIS_POINTS = 3_000;
  private static final int PLACES = 100;
  private static final Kale MOST_DEBT = Kale.parse("100000");

  private final DemoClient client;
  private final String operator;
  private final Path folder;
  private final PrintWriter out;
  private final Map<String, String> settings;
  private final UUID id;
  private final String seenBefore;
  private final MachineProcess machine;
  private boolean told;

  /**
   * Makes or meets it, and starts its machine.
   *
   * @param operator the operator's key
   * @param settings of its machine
   */
  static AwayPooler start(
      DemoClient client,
      String operator,
      Sandbox sandbox,
      Path folder,
      Map<String, String> settings,
      PrintWriter out) {
    return new AwayPooler(client, operator, sandbox, folder, settings, out);
  }

  private AwayPooler(
      DemoClient client,
      String operator,
      Sandbox sandbox,
      Path folder,
      Map<String, String> settings,
      PrintWriter out) {
    this.client = client;
    this.operator = operator;
    this.folder = folder;
    this.out = out;
    this.settings = settings;
    JsonNode before = find();
    JsonNode keyed = before == null ? make(sandbox) : rotateKey(before.path("pooler_id").asText());
    this.id = UUID.fromString(keyed.path("pooler_id").asText());
    this.seenBefore = standing().path("last_seen_at").asText("");
    this.machine = startMachine(keyed.path("key").asText());
  }

  private @Nullable JsonNode find() {
    for (JsonNode each : client.call("GET", ROUTE, operator, null).path("items")) {
      if (each.path("name").asText().equals(NAME)) {
        return each;
      }
    }
    return null;
  }

  private JsonNode make(Sandbox sandbox) {
    Address wallet = DemoFarmers.somebody("pooler/kale-pool-demo/" + NAME);
    if (sandbox.lumens(wallet).isEmpty()) {
      sandbox.fund(wallet, Xlm.parse("5"));
      sandbox.giveKale(wallet, Kale.ZERO);
    }
    ObjectNode body = client.object();
    body.put("name", NAME);
    body.put("wallet", wallet.text());
    body.put("share_basis_points", SHARE_BASIS_POINTS);
    body.put("max_farmers", PLACES);
    body.put("max_debt", MOST_DEBT.stroops());
    body.put("why", "the demo's second pooler");
    return client.call("POST", ROUTE, operator, body);
  }

  private JsonNode rotateKey(String pooler) {
    return client.call("POST", ROUTE + "/" + pooler + "/rotate-key", operator, why("a new run"));
  }

  private ObjectNode why(String text) {
    return client.object().put("why", text);
  }

  private MachineProcess startMachine(String key) {
    Path own = folder.resolve(NAME);
    Path file = own.resolve("key");
    try {
      Files.createDirectories(own);
      Path fresh =
          Files.createTempFile(
              own,
              "key",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, key + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the pooler's key cannot be written to " + file, e);
    }
    Path log = own.resolve("log");
    MachineProcess started =
        MachineProcess.start(client.url(), file, own.resolve("data"), settings, log);
    out.println(
        "pooler " + NAME + " has a machine of its own: process " + started.pid() + ", log " + log);
    out.flush();
    return started;
  }

  UUID id() {
    return id;
  }

  private JsonNode standing() {
    return client.call("GET", ROUTE + "/" + id, operator, null);
  }

  private boolean active() {
    return standing().path("active").asBoolean();
  }

  /** After a run in which it has left it comes back, be it to leave again. */
  void comeBack() {
    if (!active()) {
      client.call("POST", ROUTE + "/" + id + "/activate", operator, why("a new run"));
    }
  }

  /** Whether its machine has said that it hashes, or will never say it. */
  boolean isReady() {
    JsonNode now = standing();
    boolean heard = !now.path("last_seen_at").asText("").equals(seenBefore);
    return (heard && now.path("hash_rate").asLong() > 0) || !running();
  }

  /** Whether its machine runs; says once if it does not. */
  boolean running() {
    if (!machine.alive() && !told) {
      told = true;
      out.println("the machine of pooler " + NAME + " has ended:\n" + machine.lastWords());
      out.flush();
    }
    return machine.alive();
  }

  /**
   * The operator lets it run out, and its farmers leave or go over to the other pooler, in turn;
   * the last one leaves. Done again it does what is not done yet.
   *
   * @param with the farmers who had joined it
   * @param other the pooler that goes on
   */
  List<DemoFarmer> leave(DemoFarmers farmers, List<DemoFarmer> with, String other) {
    if (active()) {
      client.call("DELETE", ROUTE + "/" + id, operator, null);
    }
    List<DemoFarmer> leavers = new ArrayList<>();
    int moved = 0;
    for (int i = 0; i < with.size(); i++) {
      DemoFarmer farmer = with.get(i);
      boolean leaves = (with.size() - 1 - i) % 2 == 0;
      if (leaves) {
        leavers.add(farmer);
      } else {
        moved++;
      }
      if (!farmers.state(farmer).equals("ACTIVE")) {
        continue;
      }
      if (leaves) {
        farmers.leave(farmer);
      } else if (farmers.pooler(farmer).equals(id.toString())) {
        farmers.move(farmer, other);
      }
    }
    out.printf(
        "pooler %s leaves: of its farmers %d leave the pool, %d go to the other pooler%n",
        NAME, leavers.size(), moved);
    out.flush();
    return leavers;
  }

  /** Ends its machine, which has nothing left to do. */
  void stop() {
    if (running()) {
      machine.close();
      told = true;
      out.println("pooler " + NAME + " has reported its last block, its machine has ended");
      out.flush();
    }
  }

  @Override
  public void close() {
    machine.close();
  }
}
