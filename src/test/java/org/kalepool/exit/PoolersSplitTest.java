package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Part;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** The split of a farmer who was with several poolers. */
class PoolersSplitTest {
  private static final long LARGE = Long.MAX_VALUE / 64;
  private static final UUID FIRST = new UUID(0, 0);
  private static final UUID SECOND = new UUID(0, 1);

  static Position books(Kale custody, List<Part> parts) {
    Kale earned = parts.stream().map(Part::earned).reduce(Kale.ZERO, Kale::plus);
    Kale zero = Kale.ZERO;
    return new Position(
        zero, earned, zero, custody, zero, Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, zero, parts, Xlm.ZERO);
  }

  @Provide
  Arbitrary<List<Part>> parts() {
    Arbitrary<Long> amounts = Arbitraries.longs().between(0, LARGE);
    Arbitrary<Integer> points = Arbitraries.integers().between(0, 10_000);
    return Combinators.combine(amounts, points, amounts)
        .as((earned, share, owed) -> part(FIRST, earned, share, owed))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(PoolersSplitTest::numbered);
  }

  private static List<Part> numbered(List<Part> parts) {
    List<Part> numbered = new ArrayList<>();
    for (Part part : parts) {
      UUID pooler = new UUID(0, numbered.size());
      numbered.add(new Part(pooler, part.earned(), part.share(), part.owed()));
    }
    return numbered;
  }

  private static Part part(UUID pooler, long earned, int points, long owed) {
    Kale all = Kale.ofStroops(earned);
    return new Part(pooler, all, all.basisPoints(points), Kale.ofStroops(owed));
  }

  @Property
  void allPartsAddUpToWhatIsThere(
      @ForAll("parts") List<Part> parts,
      @ForAll @LongRange(max = LARGE) long custody,
      @ForAll @IntRange(max = 63) int kept) {
    Kale there = Kale.ofStroops(custody);
    Split split = Split.of(books(there, parts)).keeping(part -> isIn(kept, part.pooler()));
    assertThat(split.toPooler().plus(split.toFarmer()).plus(split.withheld())).isEqualTo(there);
    assertThat(split.toFarmer().isNegative()).isFalse();
  }

  @Property
  void nobodyGetsMoreThanItsShareLessWhatItOwes(
      @ForAll("parts") List<Part> parts, @ForAll @LongRange(max = LARGE) long custody) {
    Split split = Split.of(books(Kale.ofStroops(custody), parts));
    for (Part part : parts) {
      Kale most = part.share().minus(part.owed()).max(Kale.ZERO);
      assertThat(split.of(part.pooler(), Split.Part::toPooler)).isBetween(Kale.ZERO, most);
    }
  }

  @Property
  void everybodyGetsItsWholeShareWhereThereIsEnough(@ForAll("parts") List<Part> parts) {
    Kale earned = parts.stream().map(Part::earned).reduce(Kale.ZERO, Kale::plus);
    Split split = Split.of(books(earned, parts));
    for (Part part : parts) {
      assertThat(split.of(part.pooler(), Split.Part::toPooler))
          .isEqualTo(part.share().minus(part.owed()).max(Kale.ZERO));
    }
  }

  @Property
  void onePoolersDebtNeverLessensAnothersShare(
      @ForAll("parts") List<Part> parts,
      @ForAll @LongRange(max = LARGE) long custody,
      @ForAll @IntRange(max = 5) int which,
      @ForAll @LongRange(max = LARGE) long more) {
    Position books = books(Kale.ofStroops(custody), parts);
    UUID debtor = parts.get(which % parts.size()).pooler();
    Split before = Split.of(books);
    Split after = Split.of(books.owing(Map.of(debtor, Kale.ofStroops(more))));
    for (Part part : parts) {
      if (!part.pooler().equals(debtor)) {
        assertThat(after.of(part.pooler(), Split.Part::toPooler))
            .isGreaterThanOrEqualTo(before.of(part.pooler(), Split.Part::toPooler));
        assertThat(after.of(part.pooler(), Split.Part::fromPooler))
            .isEqualTo(before.of(part.pooler(), Split.Part::fromPooler));
      }
    }
    // but for what is rounded down of shares that are cut
    Kale rounding = Kale.ofStroops(parts.size());
    assertThat(after.payout()).isGreaterThanOrEqualTo(before.toFarmer().minus(rounding));
  }

  @Property
  void whatOneOwesIsTakenOffItsShareOrPaidOrStaysItsDebt(
      @ForAll("parts") List<Part> parts,
      @ForAll @LongRange(max = LARGE) long custody,
      @ForAll @IntRange(max = 63) int owing) {
    Split split =
        Split.of(books(Kale.ofStroops(custody), parts))
            .deferring(part -> isIn(owing, part.pooler()));
    for (Part part : parts) {
      Kale offItsShare = part.owed().min(part.share());
      Kale paid = split.of(part.pooler(), Split.Part::fromPooler);
      Kale debt = split.of(part.pooler(), Split.Part::debt);
      assertThat(offItsShare.plus(paid).plus(debt)).isEqualTo(part.owed());
      assertThat(paid.isZero() || debt.isZero()).isTrue();
      assertThat(debt.isZero() || isIn(owing, part.pooler())).isTrue();
    }
  }

  private static boolean isIn(int bits, UUID pooler) {
    return (bits >> pooler.getLeastSignificantBits() & 1) == 1;
  }

  @Test
  void whatOneOwesIsNotTakenFromTheOther() {
    Split split =
        Split.of(
            books(
                Kale.parse("100"),
                List.of(
                    part(FIRST, 20_0000000, 5_000, 0), part(SECOND, 8_0000000, 2_500, 9_0000000))));
    assertThat(split.of(FIRST, Split.Part::toPooler)).isEqualTo(Kale.parse("10"));
    assertThat(split.of(SECOND, Split.Part::toPooler)).isEqualTo(Kale.ZERO);
    assertThat(split.of(SECOND, Split.Part::fromPooler)).isEqualTo(Kale.parse("7"));
    assertThat(split.toFarmer()).isEqualTo(Kale.parse("90"));
    assertThat(split.payout()).isEqualTo(Kale.parse("97"));
  }

  @Test
  void sharesThatAreNotThereAreCutInProportionAndTheRestIsTheFarmers() {
    Split split =
        Split.of(
            books(
                Kale.ofStroops(10),
                List.of(part(FIRST, 20, 10_000, 0), part(SECOND, 10, 10_000, 0))));
    assertThat(split.of(FIRST, Split.Part::toPooler)).isEqualTo(Kale.ofStroops(6));
    assertThat(split.of(SECOND, Split.Part::toPooler)).isEqualTo(Kale.ofStroops(3));
    assertThat(split.toFarmer()).isEqualTo(Kale.ofStroops(1));
  }
}
