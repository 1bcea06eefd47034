package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;

class BotsTest {
  private static SandboxConfig config(long seed) {
    return SandboxConfig.stepped().with().bots(4).seed(seed).build();
  }

  @Test
  void plantWorkHarvestAndOpenBlocks() {
    try (Sandbox sandbox = Sandbox.start(config(3))) {
      List<Address> bots = sandbox.bots();
      assertThat(bots).hasSize(4).doesNotHaveDuplicates();
      sandbox.closeLedgers(5 * 65);
      long index = sandbox.farm().index();
      assertThat(index).isBetween(3L, 6L);
      Block closed = sandbox.block(index - 1).orElseThrow();
      assertThat(closed.normalizedTotal().signum()).isPositive();
      assertThat(closed.maxZeros()).isGreaterThanOrEqualTo(1);
      // the first block has been harvested by everybody who worked in it
      assertThat(bots).allMatch(bot -> sandbox.pail(bot, 0).isEmpty());
      assertThat(bots).anyMatch(bot -> sandbox.kale(bot).orElseThrow().stroops() > 0);
    }
  }

  @Test
  void theSameSeedPlaysTheSameGame() {
    assertThat(played(5)).isEqualTo(played(5)).isNotEqualTo(played(6));
  }

  private static List<Object> played(long seed) {
    try (Sandbox sandbox = Sandbox.start(config(seed))) {
      sandbox.closeLedgers(130);
      List<Object> seen = new ArrayList<>();
      seen.add(sandbox.farm());
      sandbox.bots().forEach(bot -> seen.add(sandbox.kale(bot)));
      seen.add(sandbox.call("getLatestLedger", null).toString());
      return seen;
    }
  }
}
