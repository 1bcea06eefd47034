package org.kalepool.crash;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.kalepool.kale.Address;
import org.kalepool.kale.Reward;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * What farmers have to get by the contract's rule, from the network's entries after each ledger.
 */
final class Earnings {
  private record Claim(String name, long block) {}

  private final Sandbox sandbox;
  private final Map<String, Address> farmers = new LinkedHashMap<>();
  private final Map<Claim, Long> rewards = new LinkedHashMap<>();

  Earnings(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  void follow(String name, Address farmer) {
    farmers.put(name, farmer);
  }

  /** A closed block's worked pails are there for a ledger at least. */
  void look() {
    long closed = sandbox.farm().index() - 1;
    sandbox
        .block(closed)
        .ifPresent(
            block ->
                farmers.forEach(
                    (name, farmer) ->
                        sandbox
                            .pail(farmer, closed)
                            .filter(pail -> pail.worked())
                            .ifPresent(
                                pail ->
                                    rewards.put(
                                        new Claim(name, closed),
                                        Reward.of(block, pail, closed).longValueExact()))));
  }

  /** Stroops by farmer. */
  Map<String, Long> byFarmer() {
    Map<String, Long> sums = new TreeMap<>();
    farmers.keySet().forEach(name -> sums.put(name, 0L));
    rewards.forEach((claim, reward) -> sums.merge(claim.name(), reward, Long::sum));
    return sums;
  }
}
