package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Block;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;

/** What farming always would have brought, by blocks whose pails are known. */
class AlwaysFarmedTest {
  private static final long INDEX = 80_000;
  private static final long OPENED = 1_000;
  private static final double PRICE = 0.0002;
  private static final double FEES = 0.005;
  private static final Offset<Double> EXACT = within(1e-9);

  private final UUID one = new UUID(2, 1);
  private final UUID other = new UUID(2, 2);
  private final AlwaysFarmed always = new AlwaysFarmed();

  private static BigInteger kale(long kale) {
    return BigInteger.valueOf(kale).multiply(BigInteger.valueOf(10_000_000));
  }

  private static Pail pail(long ledger, long gap, long stake, long zeros) {
    return new Pail(ledger, gap, kale(stake), zeros);
  }

  /** A block to which these pails contributed beside 30 times the first of them. */
  private static Block block(Pail... pails) {
    BigInteger sum = contribution(pails[0]).multiply(BigInteger.valueOf(30));
    for (Pail pail : pails) {
      sum = sum.add(contribution(pail));
    }
    return block(sum);
  }

  private static Block block(BigInteger normalized) {
    return new Block(
        0, 2, BigInteger.ZERO, 4, 52, kale(100), 8, Hash.ZERO, BigInteger.ZERO, normalized);
  }

  private static BigInteger contribution(Pail pail) {
    return Contribution.of(
            block(BigInteger.ONE),
            Objects.requireNonNull(pail.gap()),
            pail.stake(),
            Objects.requireNonNull(pail.zeros()))
        .sum();
  }

  private static double reward(Block block, Pail pail) {
    return Reward.of(block, pail, INDEX).doubleValue() / 1e7;
  }

  private static AlwaysFarmed.Over over(Block block, double surge) {
    return new AlwaysFarmed.Over(INDEX, block, OptionalLong.of(OPENED), surge, PRICE);
  }

  private static AlwaysFarmed.Chosen planted(UUID farmer, boolean less, long wished, Pail pail) {
    return chosen(farmer, false, less, wished, pail);
  }

  private static AlwaysFarmed.Chosen skipped(UUID farmer, long wished) {
    return chosen(farmer, true, true, wished, null);
  }

  private static AlwaysFarmed.Chosen chosen(
      UUID farmer, boolean skipped, boolean less, long wished, @Nullable Pail pail) {
    return new AlwaysFarmed.Chosen(
        farmer, skipped, less, kale(wished), skipped ? 0 : FEES, 0.5, pail);
  }

  @Test
  void whoeverWasPlantedAsWishedHasLostNothing() {
    Pail pail = pail(OPENED, 50, 100, 7);
    Block block = block(pail);
    var came =
        Objects.requireNonNull(
            always.of(over(block, 0), List.of(planted(one, false, 100, pail))).get(one));
    assertThat(came.always()).isCloseTo(reward(block, pail) * 0.5 * PRICE, EXACT);
    assertThat(came.lost()).isCloseTo(0, EXACT);
    assertThat(came.skipped()).isFalse();
  }

  @Test
  void aPailThatWasLeftOutWouldHaveBeenAsGoodAsTheOthersForTheFeesThatWereSpared() {
    Pail pail = pail(OPENED, 50, 100, 7);
    Block block = block(pail);
    var came =
        always.of(over(block, 0.01), List.of(planted(one, false, 100, pail), skipped(other, 100)));
    Block all = block(pail, pail);
    double worth = reward(all, pail) * 0.5 * PRICE;
    assertThat(Objects.requireNonNull(came.get(other)).always()).isCloseTo(worth, EXACT);
    assertThat(Objects.requireNonNull(came.get(other)).lost())
        .isCloseTo(worth - FEES - 0.01, EXACT);
    assertThat(Objects.requireNonNull(came.get(other)).skipped()).isTrue();
    double had = reward(block, pail) * 0.5 * PRICE;
    assertThat(Objects.requireNonNull(came.get(one)).lost())
        .as("had more, alone")
        .isCloseTo(worth - had, EXACT);
  }

  @Test
  void whereAllWereLeftOutTheirPailsWouldHaveBeenLikeTheLastOnes() {
    Pail pail = pail(OPENED - 50, 50, 100, 7);
    always.of(over(block(pail), 0), List.of(planted(one, false, 100, pail)));
    BigInteger others = contribution(pail).multiply(BigInteger.valueOf(31));
    var came =
        Objects.requireNonNull(
            always.of(over(block(others), 0), List.of(skipped(one, 100))).get(one));
    Block all = block(others.add(contribution(pail)));
    assertThat(came.lost()).isCloseTo(reward(all, pail) * 0.5 * PRICE - FEES, EXACT);
  }

  @Test
  void whatIsNotKnownYetIsNotJudged() {
    assertThat(always.of(over(block(BigInteger.ONE), 0), List.of(skipped(one, 100)))).isEmpty();
  }

  @Test
  void whoJoinedInTheMiddleOfABlockWithNothingToStakeHasGivenNothingUp() {
    Pail late = pail(OPENED + 21, 29, 0, 6);
    var came =
        Objects.requireNonNull(
            always.of(over(block(late), 0.01), List.of(planted(one, false, 0, late))).get(one));
    assertThat(came.lost()).isCloseTo(0, EXACT);
  }

  @Test
  void aPlantThatWasKeptBackLostTheLedgersThatItWaitedAndSparedTheSurge() {
    Pail late = pail(OPENED + 10, 40, 100, 6);
    Block block = block(late);
    var came =
        Objects.requireNonNull(
            always.of(over(block, 0.002), List.of(planted(one, true, 100, late))).get(one));
    Pail early = pail(OPENED, 50, 100, 6);
    Block all =
        block(block.normalizedTotal().add(contribution(early)).subtract(contribution(late)));
    double lost = (reward(all, early) - reward(block, late)) * 0.5 * PRICE;
    assertThat(lost).isPositive();
    assertThat(came.lost()).isCloseTo(lost - 0.002, EXACT);
  }

  @Test
  void aStakeThatWasLeftAtHomeWouldHaveEarned() {
    Pail bare = pail(OPENED, 50, 0, 7);
    Block block = block(bare);
    var came =
        Objects.requireNonNull(
            always.of(over(block, 0), List.of(planted(one, true, 80, bare))).get(one));
    Pail staked = pail(OPENED, 50, 80, 7);
    Block all =
        block(block.normalizedTotal().add(contribution(staked)).subtract(contribution(bare)));
    double lost = (reward(all, staked) - reward(block, bare)) * 0.5 * PRICE;
    assertThat(lost).isPositive();
    assertThat(came.lost()).isCloseTo(lost, EXACT);
  }
}
