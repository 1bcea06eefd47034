package org.kalepool.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.sandbox.Sandbox;
import org.kalepool.sandbox.SandboxConfig;

/**
 * Two farmers join, plant, are worked for and harvested; one of them leaves. Whenever the child
 * dies it is started again and goes on in the same ledger: neither the network nor the farmers
 * notice but by a request that is sent again.
 */
final class Scenario implements AutoCloseable {
  private static final int LEDGER_SECONDS = 6;
  private static final long LEAVE_IN = 2;
  private static final long LAST_BLOCK = 4;
  private static final int MOST_LEDGERS = 600;

  private final Path app;
  private final String agent;
  private final Path folder;
  private final DataSource database;
  private final String jdbcUrl;
  private final IntFunction<Map<String, String>> atStart;
  private final Sandbox sandbox =
      Sandbox.start(SandboxConfig.stepped().with().ledgerSeconds(LEDGER_SECONDS).seed(7).build());
  private final List<String> halts = new ArrayList<>();
  private @Nullable ChildPool child;
  private int starts;

  /**
   * @param atStart further settings of the first, second, … child: its crash point, its log
   */
  Scenario(
      Path app,
      String agent,
      Path folder,
      DataSource database,
      String jdbcUrl,
      IntFunction<Map<String, String>> atStart) {
    this.app = app;
    this.agent = agent;
    this.folder = folder;
    this.database = database;
    this.jdbcUrl = jdbcUrl;
    this.atStart = atStart;
  }

  private record Member(String name, Address payout, Address custodial, String id, String token) {}

  /** Where the child halted, in its own words. */
  List<String> halts() {
    return List.copyOf(halts);
  }

  /** Plays everything and audits the end. */
  Book play() throws SQLException {
    Address pooler = pooler();
    sandbox.fund(pooler, Xlm.parse("1000"));
    sandbox.giveKale(pooler, Kale.ZERO);
    ledger();
    Member first = join("A", 50, pooler);
    Member second = join("B", 100, pooler);
    until("both are active", () -> state(first).equals("ACTIVE") && state(second).equals("ACTIVE"));
    sandbox.giveKale(first.custodial(), Kale.parse("1000"));
    sandbox.giveKale(second.custodial(), Kale.parse("400"));
    until("the second block", () -> sandbox.farm().index() >= LEAVE_IN && age() > 60);
    call(client -> client.call("POST", path(second) + "/exit", second.token(), null, null));
    until("the last block", () -> sandbox.farm().index() >= LAST_BLOCK && age() > 120);
    until("the departure", () -> state(second).equals("DEPARTED"));
    Map<Address, String> names =
        Map.of(first.payout(), first.name(), second.payout(), second.name());
    Instant quiet = Instant.ofEpochSecond(sandbox.now() - 120);
    return new Audit(database, sandbox).read(LAST_BLOCK - 1, names, pooler, quiet);
  }

  private Member join(String name, int stake, Address pooler) {
    Address payout = Address.account(sha256("payout/" + name));
    sandbox.fund(payout, Xlm.parse("5"));
    sandbox.giveKale(payout, Kale.ZERO);
    String poolerId =
        call(client -> client.call("GET", "/api/v1/poolers", null, null, null))
            .findPath("pooler_id")
            .asText();
    String body =
        """
        {"pooler_id": "%s", "payout_wallet": "%s", "stake_percentage": %d, "harvest_interval": 1}
        """
            .formatted(poolerId, payout, stake);
    JsonNode made =
        call(
            client -> client.call("POST", "/api/v1/farmers", null, body, "crash-scenario-" + name));
    Member member =
        new Member(
            name,
            payout,
            Address.of(made.path("custodial_wallet").asText()),
            made.path("farmer_id").asText(),
            made.path("token").asText());
    sandbox.fund(member.custodial(), Xlm.parse("20"));
    call(
        client ->
            client.call("POST", path(member) + "/confirm-funding", member.token(), null, null));
    return member;
  }

  private static String path(Member member) {
    return "/api/v1/farmers/" + member.id();
  }

  private String state(Member member) {
    return call(client -> client.call("GET", path(member), member.token(), null, null))
        .path("state")
        .asText();
  }

  private long age() {
    return sandbox.now() - sandbox.farm().observed().timestamp();
  }

  private void until(String what, BooleanSupplier reached) {
    for (int i = 0; i < MOST_LEDGERS; i++) {
      if (reached.getAsBoolean()) {
        return;
      }
      ledger();
    }
    throw new AssertionError(
        "somebody is stuck: "
            + MOST_LEDGERS
            + " ledgers were not enough for "
            + what
            + "; log: "
            + errors());
  }

  /** A ledger closes and the pool does what it makes of it. */
  private void ledger() {
    sandbox.closeLedger();
    with(
        pool -> {
          pool.step(LEDGER_SECONDS);
          return true;
        });
  }

  private JsonNode call(Function<FarmerClient, JsonNode> request) {
    return with(pool -> request.apply(new FarmerClient(pool)));
  }

  /** Does something with the child; if that kills it, with the next one again. */
  private <T> T with(Function<ChildPool, T> deed) {
    while (true) {
      try {
        return deed.apply(child());
      } catch (ChildPool.Halted e) {
        halts.add(String.valueOf(e.getMessage()));
        ChildPool dead = child;
        child = null;
        if (dead != null) {
          dead.close();
        }
      }
    }
  }

  private ChildPool child() {
    ChildPool running = child;
    if (running == null) {
      starts++;
      running = ChildPool.start(app, agent, settings(), errors());
      child = running;
    }
    return running;
  }

  private Path errors() {
    return folder.resolve("child.log");
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kale.rpc.url", sandbox.rpcUrl().toString());
    settings.put("kale.network.passphrase", sandbox.config().passphrase());
    settings.put("kale.contract.id", sandbox.config().farmContract().text());
    settings.put("kale.asset", "KALE:" + sandbox.config().issuer().text());
    settings.put("kale.pooler.generate-wallet", "true");
    settings.put("kale.wallet.kek", "a5".repeat(32));
    settings.put("kale.http.requests-per-minute", "0");
    settings.put("kale.work.stepped-hashes", "50000");
    settings.put("kale.work.kernel", "scalar");
    settings.put("kale.stepped", "true");
    // A restart must not draw the same keys and ids again, as strong randomness would not.
    settings.put("kale.seed", Integer.toString(100 + starts));
    settings.put("kale.stepped.start", Instant.ofEpochSecond(sandbox.now()).toString());
    settings.put("quarkus.datasource.jdbc.url", jdbcUrl);
    settings.put("quarkus.datasource.username", "postgres");
    settings.put("quarkus.datasource.password", "");
    settings.put("quarkus.log.level", "WARN");
    settings.putAll(atStart.apply(starts));
    return settings;
  }

  /** The pooler's wallet, which the pool makes at its first start. */
  private Address pooler() throws SQLException {
    with(ChildPool::url);
    try (Connection connection = database.getConnection();
        Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("select wallet from poolers where own")) {
      row.next();
      return Address.of(row.getString(1));
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
    sandbox.close();
  }
}
