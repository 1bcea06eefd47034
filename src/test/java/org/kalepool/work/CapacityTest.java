package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CapacityTest {
  @Test
  void aMachineThatFindsNobodyAHashHasRoomForNobody() {
    assertThat(Capacity.farmers(0, 285)).isZero();
    assertThat(Capacity.farmers(1_000, 0)).isZero();
    assertThat(Capacity.farmers(1_000, -10)).isZero();
    assertThat(Capacity.farmers(100, 285)).isZero();
  }

  @Test
  void oneCoreHasRoomForThousands() {
    assertThat(Capacity.farmers(1_000_000, 285)).isBetween(60_000L, 69_500L);
  }

  @Test
  void whoeverThereIsRoomForGetsAHash() {
    Random random = new Random(7);
    int missed = 0;
    for (int run = 0; run < 20_000; run++) {
      double firsts = 9 + random.nextDouble() * 60;
      long farmers = Capacity.farmers(firsts * 4096, 1);
      double spent = 0;
      for (int i = 0; i < farmers; i++) {
        spent -= Math.log(1 - random.nextDouble());
      }
      missed += spent > firsts ? 1 : 0;
    }
    assertThat(missed).isLessThan(20);
  }
}
