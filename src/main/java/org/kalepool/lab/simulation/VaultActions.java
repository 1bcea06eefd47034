package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;
import org.kalepool.kale.Kale;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;

/** What a simulated farmer with a vault does in one ledger, by the state that it is in. */
final class VaultActions {
  /** As much as there is. */
  static final Kale ALL = Kale.ofStroops(Long.MAX_VALUE);

  /** In stroops. */
  static final long KALE = 10_000_000;

  private final DemoClient client;
  private final FarmersCalls calls;
  private final Sandbox sandbox;
  private final SplittableRandom random;

  VaultActions(DemoClient client, FarmersCalls calls, Sandbox sandbox, SplittableRandom random) {
    this.client = client;
    this.calls = calls;
    this.sandbox = sandbox;
    this.random = random;
  }

  /** A first payment may be too small, and one more follows. */
  void waits(VaultFarmer farmer) {
    double chance = random.nextDouble();
    boolean empty = sandbox.kale(farmer.vault).isEmpty();
    if (farmer.pays && chance < (empty ? 0.3 : 0.05)) {
      Kale amount = amount(random.nextInt(5) == 0 ? 8 : 2_000);
      if (empty) {
        farmer.pays(sandbox, amount);
      } else {
        donates(farmer, amount); // the vault may be there by now
      }
      calls.call("POST", farmer.path() + "/confirm-funding", farmer.token, null);
    } else if (chance > 0.9995) {
      exits(farmer);
    }
  }

  void farms(VaultFarmer farmer) {
    double chance = random.nextDouble();
    if (chance < 0.006) {
      farmer.deposits(sandbox, amount(500));
    } else if (chance < 0.008) {
      donates(farmer, amount(50));
    } else if (chance < 0.011) {
      farmer.withdraws(sandbox, amount(300));
    } else if (chance < 0.014) {
      ObjectNode body = client.object();
      body.put("stake_percentage", random.nextInt(101));
      body.put("harvest_interval", 1 + random.nextInt(4));
      calls.call("PATCH", farmer.path() + "/settings", farmer.token, body);
    } else if (chance < 0.016) {
      sandbox.setsFloor(farmer.name, farmer.vault, amount(400));
    } else if (chance < 0.0172) {
      sandbox.stops(farmer.name, farmer.vault);
    } else if (chance < 0.0184) {
      exits(farmer);
    }
  }

  void leaves(VaultFarmer farmer) {
    double chance = random.nextDouble();
    if (chance < 0.003) {
      calls.call("DELETE", farmer.path() + "/exit", farmer.token, null);
    } else if (chance < 0.008) {
      donates(farmer, Kale.ofStroops(1 + random.nextInt((int) KALE)));
    } else if (chance < 0.012) {
      sandbox.stops(farmer.name, farmer.vault);
    } else if (chance < 0.03) {
      farmer.withdraws(sandbox, ALL);
    }
  }

  void takesOut(VaultFarmer farmer) {
    boolean full = sandbox.kale(farmer.vault).filter(Kale::isPositive).isPresent();
    if (full && random.nextInt(10) == 0) {
      farmer.withdraws(sandbox, ALL);
    }
  }

  private void donates(VaultFarmer farmer, Kale amount) {
    if (farmer.pays(sandbox, amount)) {
      farmer.donated += amount.stroops();
    }
  }

  private Kale amount(int most) {
    return Kale.ofStroops(1 + random.nextLong(most * KALE));
  }

  void exits(VaultFarmer farmer) {
    calls.call("POST", farmer.path() + "/exit", farmer.token, null);
  }
}
