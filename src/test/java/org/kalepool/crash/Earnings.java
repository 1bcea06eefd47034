package org.kalepool.crash;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * What farmers have to get by the contract's rule, from the network's entries after each ledger.
 */
final class Earnings {
  private record Claim(String name, long block) {}

  private final Sandbox sandbox;
  private final Map<String, Address> farmers = new LinkedHashMap<>();
  private final Map<Claim, Pail> pails = new LinkedHashMap<>();
  private final Map<Claim, Long> rewards = new LinkedHashMap<>();

  Earnings(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  void follow(String name, Address farmer) {
    farmers.put(name, farmer);
  }

  /** What is harvested by the ledger that closes its block was last seen before that. */
  void look() {
    long open = sandbox.farm().index();
    for (long block = Math.max(0, open - 1); block <= open; block++) {
      remember(block);
    }
    sandbox.block(open - 1).ifPresent(closed -> reckon(closed, open - 1));
  }

  private void remember(long block) {
    farmers.forEach(
        (name, farmer) ->
            sandbox
                .pail(farmer, block)
                .filter(Pail::worked)
                .ifPresent(pail -> pails.put(new Claim(name, block), pail)));
  }

  private void reckon(Block closed, long block) {
    pails.forEach(
        (claim, pail) -> {
          if (claim.block() == block) {
            rewards.put(claim, Reward.of(closed, pail, block).longValueExact());
          }
        });
  }

  /** Stroops by farmer. */
  Map<String, Long> byFarmer() {
    Map<String, Long> sums = new TreeMap<>();
    farmers.keySet().forEach(name -> sums.put(name, 0L));
    rewards.forEach((claim, reward) -> sums.merge(claim.name(), reward, Long::sum));
    return sums;
  }
}
