package org.kalepool.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kalepool.lab.fleet.FleetFigures.Rate;

final class FleetFiguresTest {
  private final FleetFigures figures = new FleetFigures(3);

  private void round(double alone, double fleet, double had) {
    figures.add(new Rate(alone, alone / 2, had), new Rate(fleet, fleet / 2, had));
  }

  @Test
  void theMedianOfTheRoundsReachesTheGoalOrMissesIt() {
    round(100e6, 96e6, 0.99);
    round(100e6, 80e6, 0.99);
    round(100e6, 97e6, 0.98);
    assertThat(figures.reached()).isTrue();
    assertThat(figures.lines().getFirst())
        .isEqualTo("median 96.0 % of the sum of the rates alone (least 80.0, most 97.0)");
    assertThat(figures.lines().getLast()).isEqualTo("goal 95 % by the clock: REACHED");
    round(100e6, 93e6, 0.99);
    round(100e6, 94e6, 0.99);
    assertThat(figures.reached()).isFalse();
    assertThat(figures.lines().getLast()).isEqualTo("goal 95 % by the clock: MISSED");
  }

  @Test
  void aMachineThatOthersKeepBusyTellsNothing() {
    round(100e6, 99e6, 0.6);
    assertThat(figures.reached()).isFalse();
    assertThat(figures.lines().getLast())
        .isEqualTo(
            "goal 95 % by the clock: NOT TO BE TOLD: 3 threads had 60 % of the processors that"
                + " they could use; measure again when nothing else runs");
  }

  @Test
  void aRoundIsToldAsItIs() {
    assertThat(figures.add(new Rate(100e6, 50e6, 1), new Rate(98e6, 48e6, 0.99)))
        .isEqualTo(
            "100.00 MH/s without a broker, 98.00 with: 98.0 %; by processor time 96.0 %;"
                + " 99 % of the processors were had");
  }
}
