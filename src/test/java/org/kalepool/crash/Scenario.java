package org.kalepool.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.PoolerElsewhere;
import org.kalepool.lab.sandbox.Rival;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;

/**
 * Three farmers join, plant, are insured, worked for and harvested beside a rival; one stays,
 * changes its stake and is paid a part of what it has earned, two leave, one of them to a wallet
 * that takes no KALE. That one has gone to a pooler elsewhere before, who works for it in the
 * second block. Two more have vaults, which are made, planted, worked for and harvested together;
 * one of them is stopped by its owner, and the other one by the pool, since its farmer leaves.
 * Whenever the child dies it is started again and goes on in the same ledger: neither the network
 * nor the farmers notice but by a request that is sent again.
 */
final class Scenario implements AutoCloseable {
  private static final int LEDGER_SECONDS = 6;
  private static final long LAST_BLOCK = 3;
  private static final long PAID = Kale.parse("1").stroops();
  private static final int MOST_STEPS = 400;
  private static final UUID ELSEWHERE = new UUID(0, 2);

  private final ChildPool.Launch launch;
  private final Path log;
  private final DataSource database;
  private final Sandbox sandbox =
      Sandbox.start(SandboxConfig.stepped().with().ledgerSeconds(LEDGER_SECONDS).seed(7).build());
  private final Rival rival = new Rival(sandbox);
  private final VaultOwners owners = new VaultOwners(sandbox);
  private final List<Member> members = new ArrayList<>();
  private final Earnings earnings = new Earnings(sandbox);
  private final PoolProcesses pools;

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
    this.pools =
        new PoolProcesses(launch, log, database, jdbcUrl, sandbox, two, owners.settings(), atStart);
  }

  private record Member(String name, Address payout, Address custodial, String id, String token) {}

  /** Where the child halted, in its own words. */
  List<String> halts() {
    return pools.halts();
  }

  List<PoolProcesses.Takeover> takeovers() {
    return pools.takeovers();
  }

  /** Plays everything and audits the end. */
  Book play() throws SQLException {
    Address pooler = pooler();
    sandbox.fund(pooler, Xlm.parse("1000"));
    PoolerElsewhere elsewhere = AnotherPooler.register(ELSEWHERE, sandbox, database);
    step();
    Member stays = join("A", 50, 1, true);
    Member leaves = join("B", 100, 2, true);
    Member leavesToo = join("C", 25, 1, false);
    Member stops = joinWithVault("D", 50);
    Member isStopped = joinWithVault("E", 30);
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
    owners.stops(stops.name(), stops.custodial());
    leave(isStopped);
    elsewhere.works(leavesToo.custodial());
    leave(leavesToo);
    until("it has earned", () -> earned(stays) >= PAID);
    pay(stays);
    until("it is paid", () -> paid(stays));
    until("the last block", () -> sandbox.farm().index() >= LAST_BLOCK && age() > 60);
    List<Member> leaving = List.of(leaves, leavesToo, stops, isStopped);
    until("departures", () -> leaving.stream().allMatch(this::departed));
    Audit audit = new Audit(database, sandbox, owners);
    until("the bond's books", () -> owners.areSettled(database));
    if (launch.makesArchive()) {
      pools.child().leave();
    }
    Map<Address, String> names = new LinkedHashMap<>();
    members.forEach(it -> names.put(it.payout(), it.name()));
    Instant quiet = Instant.ofEpochSecond(sandbox.now() - 120);
    return audit.read(
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

  /** Of what it has earned; who asks again with the same key has asked once. */
  private void pay(Member member) {
    String amount = "{\"amount\": %d}".formatted(PAID);
    call(
        client ->
            client.call(
                "POST",
                path(member) + "/payouts",
                member.token(),
                amount,
                "crash-scenario-payout"));
  }

  private boolean paid(Member member) {
    return call(client -> client.call("GET", path(member) + "/payouts", member.token(), null, null))
        .at("/items/0/state")
        .asText()
        .equals("PAID");
  }

  private long earned(Member member) {
    return call(client -> client.call("GET", path(member), member.token(), null, null))
        .at("/balances/earned")
        .asLong();
  }

  private boolean departed(Member member) {
    return state(member).equals("DEPARTED");
  }

  private Member join(String name, int stake, int harvestInterval, boolean takesKale) {
    Address payout = Address.account(Sha256.of("payout/" + name));
    sandbox.fund(payout, Xlm.parse("5"));
    if (takesKale) {
      sandbox.giveKale(payout, Kale.ZERO);
    }
    Member member = register(name, payout, stake, harvestInterval, "CUSTODIAL");
    sandbox.fund(member.custodial(), Xlm.parse("20"));
    call(
        client ->
            client.call("POST", path(member) + "/confirm-funding", member.token(), null, null));
    return member;
  }

  /** Its owner has paid in before the pool looks. */
  private Member joinWithVault(String name, int stake) {
    Member member = register(name, owners.opens(name), stake, 1, "VAULT");
    owners.paysIn(name, member.custodial());
    return member;
  }

  private Member register(
      String name, Address payout, int stake, int harvestInterval, String custody) {
    String poolerId =
        call(client -> client.call("GET", "/api/v1/poolers", null, null, null))
            .findPath("pooler_id")
            .asText();
    String body =
        """
        {"pooler_id": "%s", "payout_wallet": "%s", "stake_percentage": %d, "harvest_interval": %d,
         "custody": "%s"}
        """
            .formatted(poolerId, payout, stake, harvestInterval, custody);
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
    pools.step(ledgers * LEDGER_SECONDS);
  }

  private JsonNode call(Function<FarmerClient, JsonNode> request) {
    return pools.with(pool -> request.apply(new FarmerClient(pool)));
  }

  /** The pooler's wallet, once the pool has written it down. */
  private Address pooler() throws SQLException {
    pools.with(ChildPool::url);
    try (Connection connection = database.getConnection();
        Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("select wallet from poolers where own")) {
      row.next();
      return Address.of(row.getString(1));
    }
  }

  @Override
  public void close() {
    pools.close();
    sandbox.close();
  }
}
