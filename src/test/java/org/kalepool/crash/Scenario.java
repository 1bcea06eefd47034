package org.kalepool.crash;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.PoolerElsewhere;
import org.kalepool.lab.sandbox.Rival;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.testing.HeardPooler;

/**
 * Three farmers join, plant, are insured, worked for and harvested beside a rival; one stays and
 * changes its stake, two leave, one of them to a wallet that takes no KALE. That one has gone to a
 * pooler elsewhere before, who works for it in the second block. Whenever the child dies it is
 * started again and goes on in the same ledger: neither the network nor the farmers notice but by a
 * request that is sent again.
 */
final class Scenario implements AutoCloseable {
  private static final int LEDGER_SECONDS = 6;
  private static final long LAST_BLOCK = 3;
  private static final int MOST_STEPS = 400;
  private static final Duration RELEASE = Duration.ofSeconds(15);
  private static final UUID ELSEWHERE = new UUID(0, 2);

  private final ChildPool.Launch launch;
  private final Path log;
  private final DataSource database;
  private final String jdbcUrl;
  private final IntFunction<Map<String, String>> atStart;
  private final Sandbox sandbox =
      Sandbox.start(SandboxConfig.stepped().with().ledgerSeconds(LEDGER_SECONDS).seed(7).build());
  private final Rival rival = new Rival(sandbox);
  private final List<Member> members = new ArrayList<>();
  private final Earnings earnings = new Earnings(sandbox);
  private final List<String> halts = new ArrayList<>();
  private final boolean two;
  private @Nullable ChildPool child;

  /** In a run of two: who takes over when the child dies. */
  private @Nullable ChildPool standby;

  private final List<Takeover> takeovers = new ArrayList<>();
  private long fence;
  private int starts;

  /** What the pool's clock shows, or will show when it has been started again. */
  private long clock = sandbox.now();

  /**
   * What became of a dead leader's lead.
   *
   * @param released how long the database took to see that it had gone
   * @param seconds of the network from its death to the end of the step in which the other farmed
   * @param farms whether the other has the next fencing number after that step
   */
  record Takeover(String point, Duration released, int seconds, boolean farms) {}

  /**
   * @param two whether a second pool stands by from the start, and takes over from one that dies
   * @param atStart further settings of the first, second, … child: its crash point, its log
   */
  Scenario(
      ChildPool.Launch launch,
      Path log,
      DataSource database,
      String jdbcUrl,
      boolean two,
      IntFunction<Map<String, String>> atStart) {
    this.launch = launch;
    this.log = log;
    this.database = database;
    this.jdbcUrl = jdbcUrl;
    this.two = two;
    this.atStart = atStart;
  }

  private record Member(String name, Address payout, Address custodial, String id, String token) {}

  /** Where the child halted, in its own words. */
  List<String> halts() {
    return List.copyOf(halts);
  }

  List<Takeover> takeovers() {
    return List.copyOf(takeovers);
  }

  /** Plays everything and audits the end. */
  Book play() throws SQLException {
    Address pooler = pooler();
    sandbox.fund(pooler, Xlm.parse("1000"));
    PoolerElsewhere elsewhere = poolerElsewhere();
    step();
    Member stays = join("A", 50, true);
    Member leaves = join("B", 100, true);
    Member leavesToo = join("C", 25, false);
    until("all are active", () -> members.stream().allMatch(it -> state(it).equals("ACTIVE")));
    sandbox.giveKale(stays.custodial(), Kale.parse("1000"));
    sandbox.giveKale(leaves.custodial(), Kale.parse("400"));
    sandbox.giveKale(leavesToo.custodial(), Kale.parse("600"));
    until("the first block", () -> sandbox.farm().index() == 1 && age() > 60);
    String stake = "{\"stake_percentage\": 40}";
    call(client -> client.call("PATCH", path(stays) + "/settings", stays.token(), stake, null));
    leave(leaves);
    stay(leaves);
    leave(leaves);
    move(leavesToo, ELSEWHERE);
    until("the second block", () -> sandbox.farm().index() == 2 && age() > 60);
    elsewhere.works(leavesToo.custodial());
    leave(leavesToo);
    until("the last block", () -> sandbox.farm().index() >= LAST_BLOCK && age() > 60);
    until("departures", () -> List.of(leaves, leavesToo).stream().allMatch(this::departed));
    if (launch.makesArchive()) {
      child().leave();
    }
    Map<Address, String> names = new LinkedHashMap<>();
    members.forEach(it -> names.put(it.payout(), it.name()));
    Instant quiet = Instant.ofEpochSecond(sandbox.now() - 120);
    return new Audit(database, sandbox)
        .read(
            LAST_BLOCK - 1, names, List.of(pooler, elsewhere.wallet()), earnings.byFarmer(), quiet);
  }

  private void move(Member member, UUID pooler) {
    String to = "{\"pooler_id\": \"%s\"}".formatted(pooler);
    call(client -> client.call("PATCH", path(member) + "/pooler", member.token(), to, null));
  }

  private void leave(Member member) {
    call(client -> client.call("POST", path(member) + "/exit", member.token(), null, null));
  }

  /** Whoever got no answer looks first whether it was done. */
  private void stay(Member member) {
    call(
        client -> {
          JsonNode now = client.call("GET", path(member), member.token(), null, null);
          return now.path("state").asText().equals("LEAVING")
              ? client.call("DELETE", path(member) + "/exit", member.token(), null, null)
              : now;
        });
  }

  private boolean departed(Member member) {
    return state(member).equals("DEPARTED");
  }

  private Member join(String name, int stake, boolean takesKale) {
    Address payout = Address.account(Sha256.of("payout/" + name));
    sandbox.fund(payout, Xlm.parse("5"));
    if (takesKale) {
      sandbox.giveKale(payout, Kale.ZERO);
    }
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
    members.add(member);
    earnings.follow(name, member.custodial());
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
    for (int i = 0; i < MOST_STEPS; i++) {
      if (reached.getAsBoolean()) {
        return;
      }
      step();
    }
    throw new AssertionError(
        "somebody is stuck: %d steps were not enough for %s; log: %s"
            .formatted(MOST_STEPS, what, log));
  }

  /** A ledger closes, or some where nothing happens, and the pool does what it makes of it. */
  private void step() {
    int ledgers = Pace.ledgers(age(), LEDGER_SECONDS);
    for (int i = 0; i < ledgers; i++) {
      sandbox.closeLedger();
      earnings.look();
      rival.ledgerClosed();
    }
    int seconds = ledgers * LEDGER_SECONDS;
    int died = halts.size();
    with(
        pool -> {
          pool.step(seconds);
          return true;
        });
    if (two) {
      standby().step(seconds);
      tookOver(halts.subList(died, halts.size()), seconds);
    }
    clock += seconds;
  }

  /** Whoever takes over has the fencing number that follows. */
  private void tookOver(List<String> points, int seconds) {
    long now = number("select fence from leadership");
    boolean farms = now >= fence + points.size();
    takeovers.replaceAll(
        each ->
            points.contains(each.point())
                ? new Takeover(each.point(), each.released(), seconds, farms)
                : each);
    fence = now;
  }

  private long number(String sql) {
    try (Connection connection = database.getConnection();
        Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The standby has the lead's place, and another stands by. */
  private void promote() {
    long started = System.nanoTime();
    await()
        .atMost(RELEASE)
        .until(
            () ->
                number(
                        "select count(*) from pg_locks where locktype = 'advisory' and granted"
                            + " and database = (select oid from pg_database where datname ="
                            + " current_database())")
                    == 0);
    Duration released = Duration.ofNanos(System.nanoTime() - started);
    takeovers.add(new Takeover(halts.getLast(), released, Integer.MAX_VALUE, false));
    ChildPool next = standby();
    child = next;
    standby = null;
    try {
      // it takes the lead before a third one starts, which would take it otherwise
      next.step(0);
      standby();
    } catch (ChildPool.Halted e) {
      halts.add(String.valueOf(e.getMessage()));
      next.close();
      promote();
    }
  }

  private ChildPool standby() {
    ChildPool running = standby;
    if (running == null) {
      running = started();
      standby = running;
    }
    return running;
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
        if (two) {
          promote();
        }
      }
    }
  }

  private ChildPool child() {
    ChildPool running = child;
    if (running == null) {
      running = started();
      child = running;
    }
    return running;
  }

  private ChildPool started() {
    starts++;
    return ChildPool.start(launch, settings(), log);
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
    settings.put("kale.farmer.registrations-per-address", "0");
    settings.put("kale.work.stepped-hashes", "400000");
    settings.put("kale.work.kernel", "scalar");
    // The best time would depend on what the process has measured since it was started.
    settings.put("kale.work.deadline-age", "258");
    settings.put("kale.stepped", "true");
    // A restart must not draw the same keys and ids again, as strong randomness would not.
    settings.put("kale.seed", Integer.toString(100 + starts));
    settings.put("kale.stepped.start", Instant.ofEpochSecond(clock).toString());
    settings.put("quarkus.datasource.jdbc.url", jdbcUrl);
    settings.put("quarkus.datasource.username", "postgres");
    settings.put("quarkus.datasource.password", "");
    settings.put("quarkus.log.level", "WARN");
    settings.putAll(atStart.apply(starts));
    return settings;
  }

  /** One that was made by hand, and of whose wallet the pool has no key. */
  private PoolerElsewhere poolerElsewhere() throws SQLException {
    PoolerElsewhere made = new PoolerElsewhere(sandbox, "elsewhere", Kale.ZERO);
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into poolers (id, name, wallet, share_basis_points, max_farmers,"
                    + " created_at) values (?, 'elsewhere', ?, 2500, 5, to_timestamp(?))")) {
      insert.setObject(1, ELSEWHERE);
      insert.setString(2, made.wallet().text());
      // after the own one, with which everybody begins
      insert.setLong(3, sandbox.now() + 3_600);
      insert.executeUpdate();
      for (String statement : HeardPooler.statements(0)) {
        try (PreparedStatement heard = connection.prepareStatement(statement)) {
          heard.setObject(1, ELSEWHERE);
          heard.executeUpdate();
        }
      }
    }
    return made;
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

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
    if (standby != null) {
      standby.close();
    }
    sandbox.close();
  }
}
