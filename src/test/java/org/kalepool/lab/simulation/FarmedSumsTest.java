package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FarmedSumsTest {
  private final FarmedSums sums = new FarmedSums();

  private void add(int blocks, UUID farmer, double always, double lost, boolean skipped) {
    for (int block = 0; block < blocks; block++) {
      sums.add(Map.of(farmer, new AlwaysFarmed.Came(always, lost, skipped)));
    }
  }

  @Test
  void nobodyMayBeWorseOffByMoreThanAHundredth() {
    add(50, new UUID(2, 1), 1, 0, false);
    add(49, new UUID(2, 2), 1, 0, false);
    add(1, new UUID(2, 2), 1, 0.5, true);
    FarmedSums.Standing fair = sums.standing().orElseThrow();
    assertThat(fair.isFair()).isTrue();
    assertThat(fair.farmers()).isEqualTo(2);
    assertThat(fair.skipped()).isEqualTo(1);
    assertThat(fair.saved()).isEqualTo(-0.5);
    assertThat(fair.worst()).isEqualTo(0.01);
    add(1, new UUID(2, 2), 1, 0.1, false);
    FarmedSums.Standing unfair = sums.standing().orElseThrow();
    assertThat(unfair.isFair()).isFalse();
    assertThat(unfair.line())
        .contains("1 times not planted, -0.6000 XLM saved")
        .contains("of 2 farmers the worst off -1.18 %")
        .endsWith(": NOT FAIR");
  }

  @Test
  void whoHasSavedByItIsNotWorseOff() {
    add(60, new UUID(2, 1), 1, -0.4, true);
    assertThat(sums.standing().orElseThrow().worst()).isCloseTo(-0.4, within(1e-9));
    assertThat(sums.standing().orElseThrow().isFair()).isTrue();
  }

  @Test
  void fewerThanFiftyBlocksAreNotJudged() {
    add(49, new UUID(2, 1), 1, 0.9, true);
    assertThat(sums.standing().orElseThrow().farmers()).isZero();
    assertThat(sums.standing().orElseThrow().isFair()).isTrue();
  }

  @Test
  void withoutAChoiceThereIsNothingToTell() {
    assertThat(sums.standing()).isEmpty();
  }
}
