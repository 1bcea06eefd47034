package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** What holds in every game, whatever is called in which order. */
final class FarmPropertiesTest {

  @Property(tries = 250, seed = "20250841")
  void holdsItsInvariantsAfterEveryCall(@ForAll("games") List<Move> moves) {
    CheckedGame game = new CheckedGame(1_000_000_000_000L, true);
    for (Move move : moves) {
      game.play(move);
    }
    game.checkAllKaleIsAccountedFor();
    commonEnough("harvests", game.harvests() > 0, 30);
    commonEnough("repeated works", game.repeatedWorks() > 0, 15);
    commonEnough("expired pails", game.expired() > 0, 15);
  }

  /** A property that rarely meets its subject would prove little. */
  private static void commonEnough(String what, boolean met, double percent) {
    Statistics.label(what)
        .collect(met)
        .coverage(coverage -> coverage.check(true).percentage(p -> p > percent));
  }

  @Property(tries = 100, seed = "20250842")
  void losesExactlyWhatExpires(@ForAll("games") List<Move> moves, @ForAll("ledgers") long late) {
    CheckedGame game = new CheckedGame(1_000_000_000_000L, true);
    for (Move move : moves) {
      game.play(move);
    }
    game.play(new Move.Pass(late, 5 * late));
    game.checkAllKaleIsAccountedFor();
    int before = game.harvests();
    game.harvestAll();
    commonEnough("late harvests", game.harvests() > before, 10);
    game.checkAllKaleIsAccountedFor();
    game.play(new Move.Pass(TestFarm.TTL, 5 * TestFarm.TTL));
    game.checkNothingIsLeft();
    game.checkAllKaleIsAccountedFor();
  }

  @Property(tries = 250, seed = "20250843")
  void paysAtMostThePotWhenNobodyWorksTwice(@ForAll("games") List<Move> moves) {
    CheckedGame game = new CheckedGame(1_000_000_000_000L, false);
    for (Move move : moves) {
      game.play(move);
    }
    game.play(new Move.Pass(60, 300));
    game.play(new Move.Plant(0, 0));
    game.harvestAll();
    commonEnough("paid blocks", !game.rewards().isEmpty(), 50);
    game.rewards()
        .forEach(
            (index, paid) ->
                assertThat(paid)
                    .as("block %d", index)
                    .isLessThanOrEqualTo(pot(game.closed(index), index)));
  }

  private static BigInteger pot(Block block, long index) {
    return BigInteger.valueOf(BlockReward.of(index).stroops()).add(block.stakedTotal());
  }

  @Provide
  Arbitrary<List<Move>> games() {
    Arbitrary<Integer> farmers = Arbitraries.integers().between(0, TestFarm.FARMERS.size() - 1);
    Arbitrary<Long> amounts =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.longs().between(0, 250_000_000_000L)),
            Tuple.of(1, Arbitraries.longs().between(-1, 2_000_000_000_000L)));
    Arbitrary<Move> plant = Combinators.combine(farmers, amounts).as(Move.Plant::new);
    Arbitrary<Move> work =
        Combinators.combine(
                farmers,
                Arbitraries.longs().between(0, 1_000_000),
                Arbitraries.integers().between(1, 40))
            .as(Move.Work::new);
    Arbitrary<Move> harvest =
        Combinators.combine(farmers, Arbitraries.integers().between(0, 4)).as(Move.Harvest::new);
    Arbitrary<Move> step =
        Combinators.combine(Arbitraries.longs().between(1, 20), Arbitraries.longs().between(5, 100))
            .as(Move.Pass::new);
    Arbitrary<Move> leap =
        ledgers().map(ledgers -> new Move.Pass(ledgers, Math.min(5 * ledgers, 299)));
    return Arbitraries.frequencyOf(
            Tuple.of(60, plant),
            Tuple.of(100, work),
            Tuple.of(60, harvest),
            Tuple.of(80, step),
            Tuple.of(2, leap),
            Tuple.of(1, Arbitraries.of(new Move.Pause())),
            Tuple.of(5, Arbitraries.of(new Move.Unpause())))
        .list()
        .ofMinSize(60)
        .ofMaxSize(200);
  }

  @Provide
  Arbitrary<Long> ledgers() {
    return Arbitraries.longs().between(1, 2 * TestFarm.TTL);
  }
}
