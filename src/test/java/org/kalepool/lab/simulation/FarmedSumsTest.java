package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairnessTest {
  @Test
  void nobodyMayBeWorseOffByMoreThanAHundredth() {
    assertThat(new Fairness.Standing(3, 5, 0.1, 0.0099).isFair()).isTrue();
    assertThat(new Fairness.Standing(3, 5, 0.1, -0.4).isFair()).isTrue();
    assertThat(new Fairness.Standing(3, 5, 0.1, 0.0101).isFair()).isFalse();
    assertThat(new Fairness.Standing(3, 5, 0.1, 0.0101).line())
        .contains("5 times not planted, 0.1000 XLM saved")
        .contains("of 3 farmers the worst off -1.01 %");
  }
}
