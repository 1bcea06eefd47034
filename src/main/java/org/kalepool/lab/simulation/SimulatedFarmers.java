package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
  private static final long XLM = 10_000_000;
  private static final Set<String> GONE = Set.of("DEPARTED", "LAPSED");

  private final DemoClient client;
  private final FarmersCalls calls;
  private final Sandbox sandbox;
  private final SimulatedDatabase database;
  private final SimulatedRestore restore;
  private final Choice poolers;
  private final int wanted;
  private final SplittableRandom random;

  /** Of which pooler a farmer chooses, so that all else is as without a second one. */
  private final SplittableRandom choosing;

  /** When they want to be paid of what is earned, so that all else is drawn as without that. */
  private final SplittableRandom paying;

  /** Draws whose payout wallet is a contract; empty where nobody's can be. */
  private final Optional<SplittableRandom> wallets;

  private final List<SimulatedFarmer> all = new ArrayList<>();
  private final List<SimulatedFarmer> present = new ArrayList<>();
  private Map<UUID, String> states = Map.of();
  private long turns;
  private int restoresSeen;
  private int joined;

  /** Whether nobody joins or pays XLM in: what a restore could not tell. */
  private boolean quiet;

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
    this.poolers = poolers;
    this.wanted = wanted;
    this.random = new SplittableRandom(seed ^ 0xfa12345L);
    this.choosing = new SplittableRandom(seed ^ 0xc400535L);
    this.paying = new SplittableRandom(seed ^ 0x9a7007L);
    this.wallets =
        contracts ? Optional.of(new SplittableRandom(seed ^ 0xc0417ac7L)) : Optional.empty();
  }

  /** The poolers that farmers can be with. */
  record Choice(UUID own, Optional<UUID> second) {
    private UUID drawn(SplittableRandom random) {
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

  /** Whom a restore has brought back departs once more, and is looked at until that is right. */
  private void remember() throws SQLException {
    if (restore.restores() == restoresSeen) {
      return;
    }
    restoresSeen = restore.restores();
    Set<UUID> known = new HashSet<>(ids(present));
    Map<UUID, String> restored = database.states(ids(all));
    all.stream()
        .filter(farmer -> !known.contains(farmer.id))
        .filter(farmer -> !GONE.contains(restored.getOrDefault(farmer.id, "")))
        .forEach(present::add);
  }

  /** What happens among the farmers in one ledger; news of their states arrives a bit late. */
  void act() throws SQLException {
    remember();
    if (turns++ % 4 == 0) {
      states = database.states(ids(present));
    }
    long living =
        present.stream()
            .filter(f -> f.pays && !GONE.contains(states.getOrDefault(f.id, "")))
            .count();
    quiet = restore.pending();
    if (living < wanted && random.nextDouble() < 0.3 && !quiet) {
      join();
    }
    for (SimulatedFarmer farmer : List.copyOf(present)) {
      switch (states.getOrDefault(farmer.id, "")) {
        case "REGISTERED" -> waitsForFunds(farmer);
        case "FUNDED", "ACTIVE" -> farms(farmer);
        case "LEAVING" -> leaves(farmer);
        case "LAPSED" -> paysAfterAll(farmer);
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
      sandbox.fund(payout, Xlm.ofStroops(5 * XLM));
    }
    if (wallet < 0.8 && !contract) {
      sandbox.giveKale(payout, Kale.ZERO);
    }
    ObjectNode body = client.object();
    body.put("pooler_id", poolers.drawn(choosing).toString());
    body.put("payout_wallet", payout.text());
    body.put("stake_percentage", random.nextInt(11) * 10);
    body.put("harvest_interval", interval());
    boolean pays = random.nextDouble() < 0.93;
    boolean stakes = random.nextDouble() < 0.85;
    joined++;
    JsonNode answer = call("POST", "/api/v1/farmers", null, body);
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

  private void waitsForFunds(SimulatedFarmer farmer) {
    double chance = random.nextDouble();
    if (farmer.pays && farmer.lumensGiven == 0 && chance < 0.3) {
      // the least that is asked for runs out after a dozen blocks
      long[] sums = {farmer.asked, farmer.asked + XLM / 20, farmer.asked * 3, 20 * XLM, XLM};
      lumens(farmer, sums[random.nextInt(sums.length)]);
      call("POST", path(farmer) + "/confirm-funding", farmer.token, null);
    } else if (farmer.pays && chance < 0.02) {
      lumens(farmer, farmer.asked);
    } else if (chance > 0.9995) {
      call("POST", path(farmer) + "/exit", farmer.token, null);
    }
  }

  /** The address is still known to whoever was to pay. */
  private void paysAfterAll(SimulatedFarmer farmer) {
    if (farmer.lumensGiven == 0 && random.nextDouble() < 0.001) {
      lumens(farmer, random.nextBoolean() ? farmer.asked : XLM);
    }
  }

  /** Once in ten blocks or so a farmer goes to a pooler, be it the one that it is with. */
  private void moves(SimulatedFarmer farmer) {
    if (poolers.second().isPresent() && choosing.nextInt(500) == 0) {
      ObjectNode body = client.object();
      body.put("pooler_id", poolers.drawn(choosing).toString());
      call("PATCH", path(farmer) + "/pooler", farmer.token, body);
    }
  }

  /** Once in some blocks a farmer wants all that is earned, or a part, or takes that back. */
  private void wantsToBePaid(SimulatedFarmer farmer) {
    int chance = paying.nextInt(600);
    if (chance < 2) {
      call("POST", path(farmer) + "/payouts", farmer.token, client.object().put("all", true));
    } else if (chance < 4) {
      long amount = 1 + paying.nextInt(paying.nextBoolean() ? 10 : 10 * (int) XLM);
      call("POST", path(farmer) + "/payouts", farmer.token, client.object().put("amount", amount));
    } else if (chance == 4) {
      call("DELETE", path(farmer) + "/payouts/open", farmer.token, null);
    } else if (chance == 5) {
      ObjectNode body = client.object();
      if (paying.nextBoolean()) {
        body.put("amount", XLM + paying.nextInt(100 * (int) XLM));
      } else {
        body.putNull("amount");
      }
      call("PUT", path(farmer) + "/payout-threshold", farmer.token, body);
    }
  }

  private void farms(SimulatedFarmer farmer) {
    moves(farmer);
    wantsToBePaid(farmer);
    double chance = random.nextDouble();
    double first = farmer.kaleGiven == 0 ? 0.2 : 0.005;
    if (farmer.stakes && chance < first) {
      kale(farmer, (1 + random.nextInt(5_000)) * 10_000_000L + random.nextInt(10_000_000));
    } else if (chance < 0.21) {
      // nothing
    } else if (chance < 0.213) {
      lumens(farmer, 1 + random.nextLong(XLM));
    } else if (chance < 0.218) {
      settings(farmer);
    } else if (chance < 0.2195) {
      call("POST", path(farmer) + "/exit", farmer.token, null);
    }
  }

  /**
   * One in five does not care for as long as may be; its pails are harvested before they expire.
   */
  private int interval() {
    return 1 + random.nextInt(random.nextInt(5) == 0 ? 250 : 4);
  }

  /** Most of those who farm leave in the same ledger. */
  void leaveTogether() {
    for (SimulatedFarmer farmer : List.copyOf(present)) {
      if ("ACTIVE".equals(states.get(farmer.id)) && random.nextDouble() < 0.9) {
        call("POST", path(farmer) + "/exit", farmer.token, null);
      }
    }
  }

  private void settings(SimulatedFarmer farmer) {
    ObjectNode body = client.object();
    body.put("stake_percentage", random.nextInt(101));
    if (random.nextBoolean()) {
      body.put("harvest_interval", interval());
    }
    call("PATCH", path(farmer) + "/settings", farmer.token, body);
  }

  private void leaves(SimulatedFarmer farmer) {
    double chance = random.nextDouble();
    if (chance < 0.001) {
      call("DELETE", path(farmer) + "/exit", farmer.token, null);
    } else if (chance < 0.006) {
      lumens(farmer, 1 + random.nextLong(XLM));
    } else if (chance < 0.010) {
      kale(farmer, 1 + random.nextInt(1_000_000_000));
    } else if (chance < 0.02 && isMissing(farmer.payout)) {
      sandbox.fund(farmer.payout, Xlm.ofStroops(2 * XLM));
    }
  }

  private void lumens(SimulatedFarmer farmer, long stroops) {
    if (quiet || farmer.lumensGiven > 0 && sandbox.lumens(farmer.custodial).isEmpty()) {
      return;
    }
    sandbox.fund(farmer.custodial, Xlm.ofStroops(stroops));
    farmer.lumensGiven = Math.addExact(farmer.lumensGiven, stroops);
  }

  private void kale(SimulatedFarmer farmer, long stroops) {
    if (sandbox.kale(farmer.custodial).isPresent()) {
      sandbox.giveKale(farmer.custodial, Kale.ofStroops(stroops));
      farmer.kaleGiven = Math.addExact(farmer.kaleGiven, stroops);
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
      if (isMissing(farmer.payout)) {
        sandbox.fund(farmer.payout, Xlm.ofStroops(2 * XLM));
      }
    }
  }

  private boolean isMissing(Address payout) {
    return payout.isAccount() && sandbox.lumens(payout).isEmpty();
  }

  private static String path(SimulatedFarmer farmer) {
    return "/api/v1/farmers/" + farmer.id;
  }

  private @Nullable JsonNode call(
      String method, String path, @Nullable String token, @Nullable JsonNode body) {
    return calls.call(method, path, token, body);
  }

  int joined() {
    return joined;
  }
}
