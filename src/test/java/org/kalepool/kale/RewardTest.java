package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kalepool.kale.Blocks.big;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RewardTest {
  private static final Pail BEST = new Pail(1_000, 25L, big(1_100), 7L);

  @Test
  void paysTheShareOfRewardAndForfeitedStakes() {
    Block block = Blocks.typical().withTotals(big(50_000_000), big(9_000));

    // 3000 / 9000 of 25 050 000 000 + 50 000 000
    assertThat(Reward.of(block, BEST, 100)).isEqualTo(big(8_366_666_666L));
  }

  @Test
  void isExactBeyond64Bits() {
    BigInteger total = new BigInteger("340282366920938463463374607431768211456").shiftRight(2);
    Block block = Blocks.typical().withTotals(total, total);

    assertThat(Reward.of(block, BEST, 0)).isEqualTo(big(3_000));
  }

  @Test
  void treatsAnUncountedTotalAsOne() {
    assertThat(Reward.of(Blocks.typical(), BEST, 100)).isEqualTo(big(3_000 * 25_050_000_000L));
  }

  @Test
  void roundsANegativePotDown() {
    BigInteger staked = big(-25_050_000_001L);

    assertThat(Reward.of(Blocks.typical().withTotals(staked, big(7_000)), BEST, 0))
        .isEqualTo(big(-1));
  }

  @ParameterizedTest
  @CsvSource({",", "3,", ",3"})
  void refusesAPailThatWasNeverWorked(@Nullable Long gap, @Nullable Long zeros) {
    Pail pail = new Pail(1_000, gap, big(5), zeros);

    assertThat(pail.worked()).isFalse();
    assertThatThrownBy(() -> Reward.of(Blocks.typical(), pail, 1))
        .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code()).isEqualTo(10));
  }

  @Test
  void stopsWhereTheContractsArithmeticWould() {
    Block block = Blocks.typical().withTotals(Int128.MAX, BigInteger.ONE);

    assertThatThrownBy(() -> Reward.of(block, BEST, 0)).isInstanceOf(ContractTrap.class);
  }
}
