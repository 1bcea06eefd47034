package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;

/** How a second pooler comes into a simulated pool. */
final class SecondPooler {
  private SecondPooler() {}

  /** Has an operator make it; the answer has its id and key. */
  static JsonNode register(
      DemoClient client, String operator, Address wallet, SplittableRandom random) {
    ObjectNode body = client.object();
    body.put("name", "second");
    body.put("wallet", wallet.text());
    body.put("share_basis_points", random.nextInt(101) * 100);
    body.put("max_farmers", 100);
    // one in four may owe no more than a few stakes
    body.put("max_debt", Kale.parse(random.nextInt(4) == 0 ? "500" : "1000000").stroops());
    body.put("why", "simulated");
    return client.call("POST", "/api/v1/operator/poolers", operator, body);
  }

  /**
   * What its machine is told.
   *
   * @param shortOfLumens whether it has a channel for each farmer, which a few works empty
   */
  static Settings settings(Sandbox sandbox, boolean shortOfLumens) {
    Properties set = new Properties();
    set.setProperty("kale.network.passphrase", sandbox.config().passphrase());
    set.setProperty("kale.contract.id", sandbox.config().farmContract().text());
    set.setProperty("kale.asset", "KALE:" + sandbox.config().issuer().text());
    set.setProperty("kale.work.stepped-hashes", "2400");
    set.setProperty("kale.pooler.plant-wait", "0s");
    if (shortOfLumens) {
      set.setProperty("kale.pooler.farmers-per-channel", "1");
      set.setProperty("kale.pooler.channel-funds", "0.1");
    }
    return new Settings(set, Map.of(), new Properties());
  }
}
