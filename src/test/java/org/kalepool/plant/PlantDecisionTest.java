package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.kalepool.block.Blocks.Current;

class PlantDecisionTest {
  private static Current at(long age, boolean due, boolean paused) {
    return new Current(7, 1000, due, paused, 50, 1000 + age);
  }

  @Test
  void plantsInTheRunningBlockAndNoLaterThanItsLastSecond() {
    assertThat(PlantDecision.of(at(0, false, false), 240))
        .contains(new PlantDecision(7, false, 1299));
    assertThat(PlantDecision.of(at(240, false, false), 240))
        .contains(new PlantDecision(7, false, 1299));
  }

  @Test
  void plantsNobodyWhoCouldHardlyBeWorked() {
    assertThat(PlantDecision.of(at(241, false, false), 240)).isEmpty();
    assertThat(PlantDecision.of(at(299, false, false), 240)).isEmpty();
  }

  @Test
  void plantsInTheNextBlockWhenItIsDueWhileThatCanBeNoLaterOne() {
    assertThat(PlantDecision.of(at(300, true, false), 240))
        .contains(new PlantDecision(8, true, 1599));
    assertThat(PlantDecision.of(at(4000, true, false), 240))
        .contains(new PlantDecision(8, true, 5299));
  }

  @Test
  void plantsNothingInAPausedFarm() {
    assertThat(PlantDecision.of(at(10, false, true), 240)).isEmpty();
    assertThat(PlantDecision.of(at(310, true, true), 240)).isEmpty();
  }

  @Test
  void takesTheHighestStakeAsCapButNotNothing() {
    assertThat(PlantDecision.cap(BigInteger.valueOf(500))).isEqualTo(500);
    assertThat(PlantDecision.cap(BigInteger.ZERO)).isEqualTo(Long.MAX_VALUE);
  }
}
