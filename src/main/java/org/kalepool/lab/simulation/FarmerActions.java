package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;

/** What a simulated farmer does, or does not do, in one ledger, by the state that it is in. */
final class FarmerActions {
  private static final long XLM = 10_000_000;

  private final DemoClient client;
  private final FarmersCalls calls;
  private final Sandbox sandbox;
  private final SimulatedFarmers.Choice poolers;
  private final SplittableRandom random;
  private final SplittableRandom choosing;

  /** When they want to be paid of what is earned, so that all else is drawn as without that. */
  private final SplittableRandom paying;

  private boolean quiet;

  /**
   * @param random draws all that is not about poolers or payouts
   * @param choosing draws of which pooler a farmer is
   */
  FarmerActions(
      DemoClient client,
      FarmersCalls calls,
      Sandbox sandbox,
      SimulatedFarmers.Choice poolers,
      SplittableRandom random,
      SplittableRandom choosing,
      long seed) {
    this.client = client;
    this.calls = calls;
    this.sandbox = sandbox;
    this.poolers = poolers;
    this.random = random;
    this.choosing = choosing;
    this.paying = new SplittableRandom(seed ^ 0x9a7007L);
  }

  /** Whether nobody pays XLM in: what a restore could not tell. */
  void quiet(boolean quiet) {
    this.quiet = quiet;
  }

  void waitsForFunds(SimulatedFarmer farmer) {
    double chance = random.nextDouble();
    if (farmer.pays && farmer.lumensGiven == 0 && chance < 0.3) {
      // the least that is asked for runs out after a dozen blocks
      long[] sums = {farmer.asked, farmer.asked + XLM / 20, farmer.asked * 3, 20 * XLM, XLM};
      lumens(farmer, sums[random.nextInt(sums.length)]);
      call("POST", path(farmer) + "/confirm-funding", farmer.token, null);
    } else if (farmer.pays && chance < 0.02) {
      lumens(farmer, farmer.asked);
    } else if (chance > 0.9995) {
      exits(farmer);
    }
  }

  /** The address is still known to whoever was to pay. */
  void paysAfterAll(SimulatedFarmer farmer) {
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
      long amount = 1L + paying.nextInt(paying.nextBoolean() ? 10 : 10 * (int) XLM);
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

  void farms(SimulatedFarmer farmer) {
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
      exits(farmer);
    }
  }

  /**
   * One in five does not care for as long as may be; its pails are harvested before they expire.
   */
  int interval() {
    return 1 + random.nextInt(random.nextInt(5) == 0 ? 250 : 4);
  }

  void exits(SimulatedFarmer farmer) {
    call("POST", path(farmer) + "/exit", farmer.token, null);
  }

  private void settings(SimulatedFarmer farmer) {
    ObjectNode body = client.object();
    body.put("stake_percentage", random.nextInt(101));
    if (random.nextBoolean()) {
      body.put("harvest_interval", interval());
    }
    call("PATCH", path(farmer) + "/settings", farmer.token, body);
  }

  void leaves(SimulatedFarmer farmer) {
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
    if (quiet || (farmer.lumensGiven > 0 && sandbox.lumens(farmer.custodial).isEmpty())) {
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

  /** Whether it is an account's that is not there. */
  boolean isMissing(Address payout) {
    return payout.isAccount() && sandbox.lumens(payout).isEmpty();
  }

  private static String path(SimulatedFarmer farmer) {
    return "/api/v1/farmers/" + farmer.id;
  }

  private @Nullable JsonNode call(
      String method, String path, @Nullable String token, @Nullable JsonNode body) {
    return calls.call(method, path, token, body);
  }
}
