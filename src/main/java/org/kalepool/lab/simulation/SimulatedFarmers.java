package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * The simulation's farmers: they join over REST, pay in or do not, change their settings, want to
 * be paid of what they have earned, leave and think better of it, all drawn from the seed.
 */
final class SimulatedFarmers {
  private final DemoClient client;
  private final FarmersCalls calls;
  private final Sandbox sandbox;
  private final SimulatedDatabase database;
  private final SimulatedRestore restore;
  private final BroughtBack broughtBack;
  private final Choice poolers;
  private final int wanted;
  private final SplittableRandom random;

  /** Of which pooler a farmer chooses, so that all else is as without a second one. */
  private final SplittableRandom choosing;

  private final FarmerActions actions;

  /** Draws whose payout wallet is a contract; empty where nobody's can be. */
  private final Optional<SplittableRandom> wallets;

  private final List<SimulatedFarmer> all = new ArrayList<>();
  private final List<SimulatedFarmer> present = new ArrayList<>();
  private Map<UUID, String> states = Map.of();
  private long turns;
  private int joined;

  SimulatedFarmers(
      DemoClient client,
      Sandbox sandbox,
      SimulatedDatabase database,
      SimulatedRestore restore,
      Choice poolers,
      int wanted,
      boolean contracts,
      long seed) {
    this.client = client;
    this.calls = new FarmersCalls(client);
    this.sandbox = sandbox;
    this.database = database;
    this.restore = restore;
    this.broughtBack = new BroughtBack(restore, database);
    this.poolers = poolers;
    this.wanted = wanted;
    this.random = new SplittableRandom(seed ^ 0xfa12345L);
    this.choosing = new SplittableRandom(seed ^ 0xc400535L);
    this.actions = new FarmerActions(client, calls, sandbox, poolers, random, choosing, seed);
    this.wallets =
        contracts ? Optional.of(new SplittableRandom(seed ^ 0xc0417ac7L)) : Optional.empty();
  }

  /** The poolers that farmers can be with. */
  record Choice(UUID own, Optional<UUID> second) {
    UUID drawn(SplittableRandom random) {
      return second.filter(it -> random.nextBoolean()).orElse(own);
    }
  }

  List<SimulatedFarmer> all() {
    return all;
  }

  /** Those whom {@link #forget} does not know to have departed. */
  List<SimulatedFarmer> present() {
    return present;
  }

  /** Whoever has departed, and was found to have been paid out right, does nothing any more. */
  void forget(Set<UUID> departed) {
    present.removeIf(farmer -> departed.contains(farmer.id));
  }

  static List<UUID> ids(List<SimulatedFarmer> farmers) {
    return farmers.stream().map(farmer -> farmer.id).toList();
  }

  /** What the farmers have asked of the pool. */
  FarmersCalls calls() {
    return calls;
  }

  /** What happens among the farmers in one ledger; news of their states arrives a bit late. */
  void act() throws SQLException {
    Set<UUID> back = broughtBack.look(ids(all), ids(present));
    all.stream().filter(farmer -> back.contains(farmer.id)).forEach(present::add);
    if (turns++ % 4 == 0) {
      states = database.states(ids(present));
    }
    long living =
        present.stream()
            .filter(f -> f.pays && !BroughtBack.GONE.contains(states.getOrDefault(f.id, "")))
            .count();
    boolean quiet = restore.pending();
    actions.quiet(quiet);
    if (living < wanted && random.nextDouble() < 0.3 && !quiet) {
      join();
    }
    for (SimulatedFarmer farmer : List.copyOf(present)) {
      switch (states.getOrDefault(farmer.id, "")) {
        case "REGISTERED" -> actions.waitsForFunds(farmer);
        case "FUNDED", "ACTIVE" -> actions.farms(farmer);
        case "LEAVING" -> actions.leaves(farmer);
        case "LAPSED" -> actions.paysAfterAll(farmer);
        default -> {
          // departed: nothing is done any more
        }
      }
    }
  }

  private void join() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    boolean contract = wallets.filter(it -> it.nextInt(3) == 0).isPresent();
    Address payout = contract ? Address.contract(key) : Address.account(key);
    double wallet = random.nextDouble();
    if (wallet < 0.95 && !contract) {
      sandbox.fund(payout, Xlm.parse("5"));
    }
    if (wallet < 0.8 && !contract) {
      sandbox.giveKale(payout, Kale.ZERO);
    }
    ObjectNode body = client.object();
    body.put("pooler_id", poolers.drawn(choosing).toString());
    body.put("payout_wallet", payout.text());
    body.put("stake_percentage", random.nextInt(11) * 10);
    body.put("harvest_interval", actions.interval());
    boolean pays = random.nextDouble() < 0.93;
    boolean stakes = random.nextDouble() < 0.85;
    joined++;
    JsonNode answer = calls.call("POST", "/api/v1/farmers", null, body);
    if (answer != null) {
      SimulatedFarmer farmer =
          new SimulatedFarmer(
              UUID.fromString(answer.path("farmer_id").asText()),
              answer.path("token").asText(),
              Address.of(answer.path("custodial_wallet").asText()),
              payout,
              pays,
              stakes,
              answer.path("funding").path("minimum_xlm").asLong());
      all.add(farmer);
      present.add(farmer);
    }
  }

  /** Most of those who farm leave in the same ledger. */
  void leaveTogether() {
    for (SimulatedFarmer farmer : List.copyOf(present)) {
      if ("ACTIVE".equals(states.get(farmer.id)) && random.nextDouble() < 0.9) {
        actions.exits(farmer);
      }
    }
  }

  /**
   * Gives one farmer a stroop without keeping account of it.
   *
   * @return whether there is a farmer who can be given some
   */
  boolean giveUntold() {
    for (SimulatedFarmer farmer : present) {
      if ("ACTIVE".equals(states.get(farmer.id)) && sandbox.kale(farmer.custodial).isPresent()) {
        sandbox.giveKale(farmer.custodial, Kale.ofStroops(1));
        return true;
      }
    }
    return false;
  }

  /** Gives everybody who waits for a payout wallet theirs, so that all can be paid out. */
  void openPayoutWallets() {
    for (SimulatedFarmer farmer : all) {
      if (actions.isMissing(farmer.payout)) {
        sandbox.fund(farmer.payout, Xlm.parse("2"));
      }
    }
  }

  int joined() {
    return joined;
  }
}
