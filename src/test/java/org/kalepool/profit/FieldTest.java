package org.kalepool.profit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Block;
import org.kalepool.kale.BlockReward;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** What the last blocks say of the next one, and what of them is luck. */
final class FieldTest {
  private static final long INDEX = 80_000;
  private static final double BASE = BlockReward.of(INDEX).stroops() / 1e7;
  private static final FieldLimits USUAL = new FieldLimits(1, 53, 0, 5_000, 4, 8);

  private final SplittableRandom random = new SplittableRandom(7);

  private static Block block(FieldLimits limits) {
    return new Block(
        0,
        (long) limits.minGap(),
        BigInteger.valueOf((long) (limits.minStake() * 1e7)),
        (long) limits.minZeros(),
        (long) limits.maxGap(),
        BigInteger.valueOf((long) (limits.maxStake() * 1e7)),
        (long) limits.maxZeros(),
        Hash.ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO);
  }

  /** So many others, as the contract scores them. */
  private double others(int count, FieldLimits limits) {
    Block block = block(limits);
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      BigInteger stake = BigInteger.valueOf(random.nextLong(1_500_0000000L));
      sum =
          sum.add(
              Contribution.of(block, random.nextInt(20, 53), stake, random.nextInt(4, 9)).sum());
    }
    return sum.doubleValue() / RewardForecast.scale(block).doubleValue();
  }

  private static FieldSample sample(double others, double forfeited, @Nullable FieldLimits limits) {
    return new FieldSample(INDEX, others, 0, 0, forfeited, 0, 0, limits);
  }

  private static Field of(List<FieldSample> oldestFirst, FieldLimits coming) {
    return Field.of(oldestFirst.reversed(), coming).orElseThrow();
  }

  @Test
  void othersContributeByTheLimitsOfTheBlockToComeAndNotOfThoseBefore() {
    List<FieldSample> blocks = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      FieldLimits limits =
          new FieldLimits(1, 51 + random.nextInt(4), 0, 5_000, 4, 8 + random.nextInt(3));
      blocks.add(sample(others(40 + random.nextInt(41), limits), 0, limits));
    }
    double plain = blocks.stream().mapToDouble(FieldSample::parts).average().orElseThrow();
    for (int maxZeros : new int[] {8, 10}) {
      FieldLimits coming = new FieldLimits(1, 52, 0, 5_000, 4, maxZeros);
      double mean = 0;
      for (int i = 0; i < 500; i++) {
        mean += others(60, coming) / 500;
      }
      assertThat(Math.abs(plain / mean - 1)).as("without limits").isGreaterThan(0.05);
      assertThat(of(blocks, coming).othersParts()).isCloseTo(mean, within(0.03 * mean));
    }
  }

  @Test
  void lowestLimitsCountToo() {
    List<FieldSample> blocks = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      FieldLimits limits = new FieldLimits(1, 53, 0, 5_000, i % 3 == 0 ? 2 : 4, 8);
      blocks.add(sample(others(40 + random.nextInt(41), limits), 0, limits));
    }
    double high = of(blocks, USUAL).othersParts();
    double low = of(blocks, new FieldLimits(1, 53, 0, 5_000, 2, 8)).othersParts();
    assertThat(low / high)
        .isCloseTo(
            others(20_000, new FieldLimits(1, 53, 0, 5_000, 2, 8)) / others(20_000, USUAL),
            within(0.05));
  }

  @Test
  void blocksOfWhichTheLimitsAreNotKnownOrQuiteDifferentAreTakenAsTheyAre() {
    List<FieldSample> blocks = List.of(sample(60, 10, null), sample(70, 30, null));
    assertThat(of(blocks, USUAL)).isEqualTo(new Field(65, 25, 20, 50, 1));
    FieldLimits narrow = new FieldLimits(50, 51, 0, 5_000, 4, 8);
    assertThat(of(List.of(sample(60, 10, narrow)), USUAL).othersParts())
        .isCloseTo(60, within(1e-9));
    assertThat(of(List.of(sample(0, 0, USUAL)), USUAL)).isEqualTo(new Field(0, 0, 1));
    assertThat(Field.of(List.of(), USUAL)).isEmpty();
  }

  @Test
  void asLongAsNothingChangesAllBlocksCountSinceMostIsLuck() {
    List<FieldSample> blocks = new ArrayList<>();
    double forfeited = 0;
    for (int i = 0; i < Field.MOST; i++) {
      // one in three forfeits up to 5 000 KALE
      double lost = random.nextInt(3) == 0 ? random.nextDouble() * 5_000 : 0;
      forfeited += lost / Field.MOST;
      blocks.add(sample(50 + random.nextInt(21), lost, USUAL));
    }
    assertThat(of(blocks, USUAL).forfeited()).isCloseTo(forfeited, within(1e-6));
  }

  @Test
  void whatHasChangedIsFollowedWithinHoursIfItIsLittleAndWithinOneIfItIsMuch() {
    List<FieldSample> blocks = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      blocks.add(sample(50 + random.nextInt(21), 0, USUAL));
    }
    List<FieldSample> much = new ArrayList<>(blocks);
    for (int i = 0; i < 12; i++) {
      much.add(sample(100 + random.nextInt(41), 0, USUAL));
    }
    assertThat(of(much, USUAL).othersParts()).isBetween(110.0, 130.0);
    List<FieldSample> little = new ArrayList<>(blocks);
    for (int i = 0; i < 48; i++) {
      little.add(sample(60 + random.nextInt(21), 0, USUAL));
    }
    assertThat(of(little, USUAL).othersParts()).isBetween(67.0, 73.0);
  }

  @Test
  void whatThePoolContributesIsCorrectedAndNotWhatItHadByLuck() {
    // twice as much was paid as was expected, since a stake as large as the reward was forfeited
    double pot = BASE + BASE;
    FieldSample lucky = new FieldSample(INDEX, 100, 40, 40, BASE, BASE * 0.4, pot * 0.4, USUAL);
    assertThat(of(List.of(lucky, lucky), USUAL).factor()).isCloseTo(1, within(1e-9));
    FieldSample poor = new FieldSample(INDEX, 100, 32, 40, 0, BASE * 0.4, BASE * 0.32, USUAL);
    Field field = of(List.of(poor, poor), USUAL);
    assertThat(field.factor()).isCloseTo(0.8, within(1e-9));
    assertThat(field.othersParts()).isCloseTo(68, within(1e-9));
    RewardForecast forecast = new RewardForecast(INDEX, block(USUAL), field, 50);
    assertThat(forecast.reward(40, 40).stroops() / 1e7).isCloseTo(BASE * 0.32, within(0.001));
  }

  @Test
  void theMeanOverUnevenBlocksIsExpectedAndNotWhatTheirMeanWouldBring() {
    List<FieldSample> blocks = new ArrayList<>();
    double mean = 0;
    int count = 400;
    for (int i = 0; i < count; i++) {
      double others = 40 + random.nextInt(41);
      double forfeited = others * random.nextInt(40);
      blocks.add(sample(others, forfeited, USUAL));
      mean += (BASE + forfeited) * 2 / (others + 2) / count;
    }
    Field field = of(blocks, USUAL);
    RewardForecast forecast = new RewardForecast(INDEX, block(USUAL), field, 50);
    Kale expected = forecast.reward(2, 2);
    double flat = (BASE + field.forfeited()) * 2 / (field.othersParts() + 2);
    assertThat(flat).as("of the mean block").isLessThan(0.98 * mean);
    assertThat(expected.stroops() / 1e7).isCloseTo(mean, within(0.005 * mean));
  }
}
