package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Part;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

class SplitTest {
  private static final long LARGE = Long.MAX_VALUE / 4;

  /** With whom the farmers of these tests are. */
  static final UUID POOLER = new UUID(0, 1);

  static Position books(long custody, long earned, long owed) {
    return books(custody, earned, owed, Xlm.ZERO);
  }

  static Position books(long custody, long earned, long owed, Xlm xlm) {
    return books(custody, earned, owed, xlm, 5_000);
  }

  private static Position shared(long custody, long earned, long owed, int points) {
    return books(custody, earned, owed, Xlm.ZERO, points);
  }

  private static Position books(long custody, long earned, long owed, Xlm xlm, int points) {
    Kale zero = Kale.ZERO;
    Kale all = Kale.ofStroops(earned);
    Part part = new Part(POOLER, all, all.basisPoints(points), Kale.ofStroops(owed));
    return new Position(
        zero,
        all,
        zero,
        Kale.ofStroops(custody),
        zero,
        xlm,
        Xlm.ZERO,
        xlm,
        zero,
        List.of(part),
        Xlm.ZERO);
  }

  @Property
  void givesOutTheCustodyToTheStroop(
      @ForAll @LongRange(max = LARGE) long custody,
      @ForAll @LongRange(max = LARGE) long earned,
      @ForAll @LongRange(max = LARGE) long owed,
      @ForAll @IntRange(max = 10_000) int points) {
    Split split = Split.of(shared(custody, earned, owed, points));
    assertThat(split.toPooler().plus(split.toFarmer())).isEqualTo(Kale.ofStroops(custody));
    assertThat(split.toPooler().isNegative()).isFalse();
    assertThat(split.toFarmer().isNegative()).isFalse();
    assertThat(split.fromPooler().isNegative()).isFalse();
  }

  @Property
  void floorsThePoolersShare(
      @ForAll @LongRange(max = LARGE) long earned, @ForAll @IntRange(max = 10_000) int points) {
    Split split = Split.of(shared(earned, earned, 0, points));
    BigInteger exact =
        BigInteger.valueOf(earned)
            .multiply(BigInteger.valueOf(points))
            .divide(BigInteger.valueOf(10_000));
    assertThat(split.toPooler().stroops()).isEqualTo(exact.longValueExact());
    assertThat(split.poolerShare()).isEqualTo(split.toPooler());
  }

  @Property
  void theFarmerGetsPrincipalRestAndCompensation(
      @ForAll @LongRange(max = LARGE) long principal,
      @ForAll @LongRange(max = LARGE) long earned,
      @ForAll @LongRange(max = LARGE) long owed,
      @ForAll @IntRange(max = 10_000) int points) {
    Split split = Split.of(shared(principal + earned, earned, owed, points));
    long share = Kale.ofStroops(earned).basisPoints(points).stroops();
    // Whoever pays it and from where: the farmer ends with all but the share, plus what is owed.
    assertThat(split.payout().stroops()).isEqualTo(principal + earned - share + owed);
    assertThat(split.toPooler().isZero() || split.fromPooler().isZero()).isTrue();
  }

  @Test
  void halvesTheRewardsByDefault() {
    Split split = Split.of(shared(110_0000001L, 10_0000001L, 0, 5_000));
    assertThat(split.toPooler()).isEqualTo(Kale.ofStroops(5_0000000L));
    assertThat(split.toFarmer()).isEqualTo(Kale.ofStroops(105_0000001L));
    assertThat(split.fromPooler()).isEqualTo(Kale.ZERO);
  }

  @Test
  void aDebtBeyondTheShareIsPaidFromThePoolersWallet() {
    Split split = Split.of(shared(100_0000000L, 10_0000000L, 8_0000000L, 5_000));
    assertThat(split.toPooler()).isEqualTo(Kale.ZERO);
    assertThat(split.fromPooler()).isEqualTo(Kale.parse("3"));
    assertThat(split.toFarmer()).isEqualTo(Kale.parse("100"));
  }

  @Test
  void aDebtWithinTheShareLessensIt() {
    Split split = Split.of(shared(100_0000000L, 10_0000000L, 2_0000000L, 5_000));
    assertThat(split.toPooler()).isEqualTo(Kale.parse("3"));
    assertThat(split.toFarmer()).isEqualTo(Kale.parse("97"));
    assertThat(split.fromPooler()).isEqualTo(Kale.ZERO);
  }

  @Test
  void whoEarnedNothingPaysNothing() {
    Split split = Split.of(shared(7, 0, 0, 10_000));
    assertThat(split.toPooler()).isEqualTo(Kale.ZERO);
    assertThat(split.toFarmer()).isEqualTo(Kale.ofStroops(7));
  }

  @Test
  void allRewardsOrNoneCanBeThePoolers() {
    assertThat(Split.of(shared(50, 30, 0, 10_000)).toPooler()).isEqualTo(Kale.ofStroops(30));
    assertThat(Split.of(shared(50, 30, 0, 0)).toPooler()).isEqualTo(Kale.ZERO);
  }

  @Test
  void aShareThatIsNoLongerThereIsNotPaid() {
    Split split = Split.of(shared(3, 10, 0, 5_000));
    assertThat(split.poolerShare()).isEqualTo(Kale.ofStroops(5));
    assertThat(split.toPooler()).isEqualTo(Kale.ofStroops(3));
    assertThat(split.toFarmer()).isEqualTo(Kale.ZERO);
  }

  @Test
  void refusesNegativeBooks() {
    assertThatThrownBy(() -> Split.of(shared(-1, 0, 0, 5_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
