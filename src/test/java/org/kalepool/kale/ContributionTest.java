package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kalepool.kale.Blocks.big;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContributionTest {

  @Test
  void weighsGapStakeAndZerosAlike() {
    Contribution best = Contribution.of(Blocks.typical(), 25, big(1_100), 7);

    assertThat(best).isEqualTo(new Contribution(big(1_000), big(1_000), big(1_000)));
    assertThat(best.sum()).isEqualTo(big(3_000));
  }

  @Test
  void givesAtLeastOneForEachPart() {
    assertThat(Contribution.of(Blocks.typical(), 5, big(100), 2).sum()).isEqualTo(big(3));
    assertThat(Contribution.of(Blocks.typical(), 0, big(0), 0).sum()).isEqualTo(big(3));
  }

  @Test
  void roundsEachPartDown() {
    Contribution part = Contribution.of(Blocks.limits(0, 7, 0, 100, 0, 3), 2, big(33), 1);

    assertThat(part).isEqualTo(new Contribution(big(28), big(33), big(33)));
  }

  @Test
  void earnsNothingBeyondTheBlocksLimits() {
    assertThat(Contribution.of(Blocks.typical(), 400, big(Long.MAX_VALUE), 64))
        .isEqualTo(Contribution.of(Blocks.typical(), 25, big(1_100), 7));
  }

  @Property(tries = 1000, seed = "20250831")
  void neverFallsWhenGapStakeOrZerosRises(
      @ForAll @LongRange(max = 300) long minGap,
      @ForAll @LongRange(max = 300) long gapRange,
      @ForAll @LongRange(max = Long.MAX_VALUE / 2) long minStake,
      @ForAll @LongRange(max = Long.MAX_VALUE / 2) long stakeRange,
      @ForAll @LongRange(max = 64) long minZeros,
      @ForAll @LongRange(max = 64) long zerosRange,
      @ForAll @LongRange(max = 700) long gap,
      @ForAll @LongRange(max = Long.MAX_VALUE / 2) long stake,
      @ForAll @LongRange(max = 64) long zeros,
      @ForAll @LongRange(min = 1, max = 64) long rise) {
    Block block =
        Blocks.limits(
            minGap,
            minGap + gapRange,
            minStake,
            minStake + stakeRange,
            minZeros,
            minZeros + zerosRange);
    BigInteger sum = Contribution.of(block, gap, big(stake), zeros).sum();

    assertThat(sum).isGreaterThanOrEqualTo(big(3));
    assertThat(Contribution.of(block, gap + rise, big(stake), zeros).sum())
        .isGreaterThanOrEqualTo(sum);
    assertThat(
            Contribution.of(block, gap, big(stake).add(big(rise * (stakeRange / 64))), zeros).sum())
        .isGreaterThanOrEqualTo(sum);
    assertThat(Contribution.of(block, gap, big(stake), zeros + rise).sum())
        .isGreaterThanOrEqualTo(sum);
  }

  @ParameterizedTest
  @CsvSource({"6, 5, 0, 1, 0, 1", "0, 1, 9, 8, 0, 1", "0, 1, 0, 1, 4, 3"})
  void refusesContradictoryLimits(
      long minGap, long maxGap, long minStake, long maxStake, long minZeros, long maxZeros) {
    Block block = Blocks.limits(minGap, maxGap, minStake, maxStake, minZeros, maxZeros);

    assertThat(block.scorable()).isFalse();
    assertThatThrownBy(() -> Contribution.of(block, 1, big(1), 1))
        .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code()).isEqualTo(12));
  }

  @Test
  void scalesByStakesBeyond64Bits() {
    BigInteger huge = BigInteger.TWO.pow(100);
    Block typical = Blocks.typical();
    Block block =
        new Block(typical.timestamp(), 0, BigInteger.ZERO, 0, 3, huge, 1, Hash.ZERO, huge, huge);

    assertThat(Contribution.of(block, 2, huge, 1))
        .isEqualTo(new Contribution(huge.multiply(big(2)).divide(big(3)), huge, huge));
  }

  @Test
  void stopsWhereTheContractsArithmeticWould() {
    Block block =
        new Block(
            0, 0, Int128.MIN, 0, 1, Int128.MAX, 1, Hash.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    assertThatThrownBy(() -> Contribution.of(block, 1, big(1), 1)).isInstanceOf(ContractTrap.class);
  }
}
