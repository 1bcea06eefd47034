package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * The simulation's farmers with vaults: they register over REST, and their owners pay in, withdraw,
 * stop and take everything out by transactions of their own, past the pool. Drawn from the seed,
 * apart from all else.
 */
final class SimulatedVaults {
  /** The default of {@code kale.vault.least-deposit}. */
  static final Kale LEAST_DEPOSIT = Kale.parse("10");

  /** Reserved for each vault of the bond. */
  static final Kale COVER = Kale.parse("25");

  /** What the pool contract is given at first. */
  static final Kale BOND = Kale.parse("5000");


  /** Within which the pool has looked at a node that may be stalled. */
  private static final long LEDGERS_TO_LOOK = 30;

  private static final String OF_VAULTS =
      " and exists (select 1 from vaults v where v.farmer_id = h.farmer_id)";

  private static final Map<String, String> FIGURES = new LinkedHashMap<>();

  static {
    FIGURES.put("made", "vaults where made_ledger is not null");
    FIGURES.put("stopped", "vaults where stopped_ledger is not null");
    FIGURES.put("departed", "farmers where custody = 'VAULT' and state = 'DEPARTED'");
    FIGURES.put("planted", "history_plantings() h where h.status = 'PLANTED'" + OF_VAULTS);
    FIGURES.put("harvested", "history_harvests() h where h.status = 'HARVESTED'" + OF_VAULTS);
    FIGURES.put("lost", "history_harvests() h where h.status = 'LOST'" + OF_VAULTS);
    for (String kind : List.of("deposit", "withdrawn", "settled", "covered")) {
      FIGURES.put(kind, "history_journal_entries() h where h.kind = '" + kind + "'" + OF_VAULTS);
    }
  }

  private static final String PAYING =
      "select count(*) from transaction_actions where live and action in ('SETTLE', 'COVER')";

  private static final String BOOKED =
      """
      select v.address, coalesce(b.balance, 0), exists (select 1 from transaction_actions a
        where a.farmer_id = v.farmer_id and a.live) from vaults v
      left join account_balances b on b.account = 'custody:' || v.farmer_id and b.asset = 'KALE'
      union all select substr(account, 12), balance, false from account_balances
      where account like 'vault-bond:%'
      """;

  private final DemoClient client;
  private final FarmersCalls calls;
  private final Sandbox sandbox;
  private final SimulatedDatabase database;
  private final SimulatedRestore restore;
  private final BroughtBack broughtBack;
  private final UUID pooler;
  private final int wanted;
  private final SplittableRandom random;
  private final VaultActions actions;
  private final List<VaultFarmer> all = new ArrayList<>();
  private final List<VaultFarmer> present = new ArrayList<>();
  private Map<UUID, String> states = Map.of();
  private long turns;
  private long stillUntil;

  /**
   * @param wanted how many there are at a time; 0 for none, and no pool contract
   */
  SimulatedVaults(
      DemoClient client,
      Sandbox sandbox,
      SimulatedDatabase database,
      SimulatedRestore restore,
      UUID pooler,
      int wanted,
      long seed) {
    this.client = client;
    this.calls = new FarmersCalls(client);
    this.sandbox = sandbox;
    this.database = database;
    this.restore = restore;
    this.broughtBack = new BroughtBack(restore, database);
    this.pooler = pooler;
    this.wanted = wanted;
    this.random = new SplittableRandom(seed ^ 0x7a017L);
    this.actions = new VaultActions(client, calls, sandbox, random);
  }

  /** Puts the pool contract on the network, with a bond. */
  void deploy(Address operator) {
    if (wanted > 0) {
      Address contract = LabContracts.pool(sandbox, operator);
      sandbox.person("bond");
      sandbox.pays("bond", contract, BOND);
    }
  }

  /** Those who have not departed, or whose vaults are not empty. */
  List<UUID> presentIds() {
    return ids(present);
  }

  private static List<UUID> ids(List<VaultFarmer> farmers) {
    return farmers.stream().map(farmer -> farmer.id).toList();
  }

  List<VaultFarmer> all() {
    return all;
  }

  /** What they have asked of the pool. */
  FarmersCalls calls() {
    return calls;
  }

  /** Whoever has departed and has taken everything out does nothing any more. */
  void forget(Set<UUID> done) {
    present.removeIf(
        farmer -> done.contains(farmer.id) && "DEPARTED".equals(states.get(farmer.id)));
  }

  /**
   * Whether the node may forget now what it knows: what was paid into vaults and out of them only
   * its events tell apart, so the books have to be there. What was planted and harvested the chain
   * tells, too.
   */
  boolean mayForget() throws SQLException {
    return wanted == 0 || database.number(PAYING) == 0 && allPaymentsAreBooked();
  }

  private boolean allPaymentsAreBooked() throws SQLException {
    Set<Address> paid = new HashSet<>();
    all.stream()
        .filter(farmer -> sandbox.ledger() - farmer.paidIn < LEDGERS_TO_LOOK)
        .forEach(farmer -> paid.add(farmer.vault));
    for (String row : database.rows(BOOKED)) {
      String[] parts = row.split(" ", 3);
      Address vault = Address.of(parts[0]);
      boolean booked =
          sandbox.kale(vault).map(Kale::stroops).orElse(0L) == Long.parseLong(parts[1]);
      if (!booked && (paid.contains(vault) || !"t".equals(parts[2]))) {
        return false;
      }
    }
    return true;
  }

  /** The node has forgotten: nothing is paid until the pool has looked. */
  void forgotten() {
    stillUntil = sandbox.ledger() + LEDGERS_TO_LOOK;
  }

  /** What happens among them in one ledger; news of their states arrives a bit late. */
  void act() throws SQLException {
    if (wanted == 0 || sandbox.ledger() < stillUntil) {
      return;
    }
    Set<UUID> back = broughtBack.look(ids(all), presentIds());
    all.stream().filter(farmer -> back.contains(farmer.id)).forEach(present::add);
    if (turns++ % 4 == 0) {
      states = database.states(presentIds());
    }
    long living =
        present.stream()
            .filter(farmer -> farmer.pays && !BroughtBack.GONE.contains(state(farmer)))
            .count();
    if (living < wanted && random.nextDouble() < 0.3 && !restore.pending()) {
      join();
    }
    for (VaultFarmer farmer : List.copyOf(present)) {
      switch (state(farmer)) {
        case "REGISTERED" -> actions.waits(farmer);
        case "FUNDED", "ACTIVE" -> actions.farms(farmer);
        case "LEAVING" -> actions.leaves(farmer);
        case "DEPARTED" -> actions.takesOut(farmer);
        default -> {
          // lapsed: nothing is done any more
        }
      }
    }
  }

  private String state(VaultFarmer farmer) {
    return states.getOrDefault(farmer.id, "");
  }

  private void join() {
    String name = "farmer-" + all.size();
    Address owner = sandbox.person(name);
    ObjectNode body = client.object();
    body.put("pooler_id", pooler.toString());
    body.put("payout_wallet", owner.text());
    body.put("custody", "VAULT");
    body.put("stake_percentage", random.nextInt(11) * 10);
    body.put("harvest_interval", 1 + random.nextInt(4));
    body.put("farm_when", "always");
    body.put("floor", random.nextInt(3) == 0 ? random.nextInt(200) * VaultActions.KALE : 0);
    boolean pays = random.nextDouble() < 0.95;
    JsonNode answer = calls.call("POST", "/api/v1/farmers", null, body);
    if (answer != null) {
      VaultFarmer farmer =
          new VaultFarmer(
              UUID.fromString(answer.path("farmer_id").asText()),
              answer.path("token").asText(),
              name,
              owner,
              sandbox.kale(owner).orElseThrow(),
              Address.of(answer.path("custodial_wallet").asText()),
              pays);
      all.add(farmer);
      present.add(farmer);
    }
  }

  /** Most of those who farm leave in the same ledger. */
  void leaveTogether() {
    for (VaultFarmer farmer : List.copyOf(present)) {
      if ("ACTIVE".equals(state(farmer)) && random.nextDouble() < 0.9) {
        if (random.nextBoolean()) {
          actions.exits(farmer);
        } else {
          sandbox.stops(farmer.name, farmer.vault);
        }
      }
    }
  }

  /** Has every owner whose vault holds something take all of it out, whatever its state. */
  void takeEverythingOut() {
    for (VaultFarmer farmer : all) {
      if (sandbox.kale(farmer.vault).filter(Kale::isPositive).isPresent()) {
        farmer.withdraws(sandbox, VaultActions.ALL);
      }
    }
  }

  /** What came of them, by name; empty where there are none. */
  Map<String, Long> figures() throws SQLException {
    if (wanted == 0) {
      return Map.of();
    }
    Map<String, Long> figures = new LinkedHashMap<>();
    for (Map.Entry<String, String> figure : FIGURES.entrySet()) {
      figures.put(figure.getKey(), database.number("select count(*) from " + figure.getValue()));
    }
    return figures;
  }
}
