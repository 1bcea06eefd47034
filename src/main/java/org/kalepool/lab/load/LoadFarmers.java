package org.kalepool.lab.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.kalepool.cli.CommandException;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.demo.DemoFarmers;
import org.kalepool.lab.sandbox.Sandbox;

/** The farmers of a load run: they join over REST, several at once, and are given money. */
final class LoadFarmers {
  private static final int AT_ONCE = 4;
  private static final Xlm LUMENS = Xlm.parse("20");
  private static final Kale DEPOSIT = Kale.parse("500");

  private final DemoClient client;
  private final Sandbox sandbox;
  private final boolean vaults;
  private final Set<String> paid = new HashSet<>();

  LoadFarmers(DemoClient client, Sandbox sandbox, boolean vaults) {
    this.client = client;
    this.sandbox = sandbox;
    this.vaults = vaults;
  }

  /**
   * One farmer as the run knows it.
   *
   * @param owner the name of its payout wallet among the network's people
   */
  record LoadFarmer(String id, String token, Address custodial, String owner) {}

  /** Registers so many farmers with the pool's own pooler and gives each its XLM. */
  List<LoadFarmer> join(int count) {
    String pooler =
        client
            .call("GET", "/api/v1/poolers", null, null)
            .path("items")
            .path(0)
            .path("pooler_id")
            .asText();
    List<LoadFarmer> farmers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<LoadFarmer>> joining = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        joining.add(threads.submit(() -> join(pooler, number)));
      }
      for (Future<LoadFarmer> each : joining) {
        farmers.add(each.get());
      }
    } catch (ExecutionException e) {
      throw new CommandException("a farmer could not join: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted");
    }
    return farmers;
  }

  private LoadFarmer join(String pooler, int number) {
    ObjectNode body = client.object();
    body.put("pooler_id", pooler);
    String owner = "load/payout/" + number;
    Address wallet = vaults ? sandbox.person(owner) : DemoFarmers.somebody(owner);
    body.put("payout_wallet", wallet.text());
    if (vaults) {
      body.put("custody", "VAULT");
    }
    body.put("stake_percentage", 25 + number % 51);
    body.put("harvest_interval", 1);
    JsonNode answer = client.call("POST", "/api/v1/farmers", null, body);
    LoadFarmer farmer =
        new LoadFarmer(
            answer.path("farmer_id").asText(),
            answer.path("token").asText(),
            Address.of(answer.path("custodial_wallet").asText()),
            owner);
    if (!vaults) {
      sandbox.fund(farmer.custodial(), LUMENS);
    }
    return farmer;
  }

  /**
   * Gives KALE to those whose trustline is open and who have none, and has it paid into vaults that
   * are empty; whether all have some.
   */
  boolean deposit(List<LoadFarmer> farmers) {
    boolean all = true;
    for (LoadFarmer farmer : farmers) {
      if (paid.contains(farmer.id())) {
        continue;
      }
      Kale held = sandbox.kale(farmer.custodial()).orElse(null);
      if (vaults) {
        if (held == null) {
          sandbox.pays(farmer.owner(), farmer.custodial(), DEPOSIT);
          all = false;
        } else {
          paid.add(farmer.id());
        }
        continue;
      }
      if (held != null && held.isZero()) {
        sandbox.giveKale(farmer.custodial(), DEPOSIT);
      }
      all &= held != null;
    }
    return all;
  }
}
