package org.kalepool.work.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.kalepool.work.plan.WorkDecision.Done;
import org.kalepool.work.plan.WorkDecision.Mine;

class WorkPlanTest {
  private static final WorkPlan PLAN = new WorkPlan(100, 4, 8, false);

  @Test
  void minesTheFarmerWithTheFewestZerosAndRaisesItByOne() {
    assertThat(PLAN.next(List.of(at("a", 6), at("b", 5), at("c", 7))))
        .isEqualTo(new Mine<>("b", 6));
  }

  @Test
  void givesEverybodyAHashBeforeAnybodyGetsAGoodOne() {
    assertThat(PLAN.next(List.of(at("a", 0), at("b", -1), at("c", 4))))
        .isEqualTo(new Mine<>("b", WorkPlan.FIRST_TARGET));
  }

  @Test
  void holdsAllLevelsUpToTheMinimumForEqualButCollectsTheFirstHashesInOrder() {
    assertThat(PLAN.next(List.of(at("a", 4), at("b", 2), at("c", 5))))
        .isEqualTo(new Mine<>("b", 3));
  }

  @Test
  void neverAimsPastTheMaximumUnlessToldSo() {
    List<Candidate<String>> full = List.of(at("a", 8), at("b", 9));
    assertThat(PLAN.next(full)).isEqualTo(new Done<>());
    assertThat(new WorkPlan(100, 4, 8, true).next(full)).isEqualTo(new Mine<>("a", 9));
    assertThat(new WorkPlan(100, 0, 2, false).next(List.of(at("a", -1))))
        .isEqualTo(new Mine<>("a", 2));
  }

  @Test
  void minesAnyHashAtAllWhereZerosEarnNothing() {
    WorkPlan flat = new WorkPlan(1, 0, 0, false);
    assertThat(flat.next(List.of(at("a", -1)))).isEqualTo(new Mine<>("a", 0));
    assertThat(flat.next(List.of(at("a", 0)))).isEqualTo(new Done<>());
  }

  @Test
  void leavesFarmersAloneThatCannotBeMined() {
    Candidate<String> gone = new Candidate<>("gone", 1, -1, 0, 0, false);
    assertThat(PLAN.next(List.of(gone))).isEqualTo(new Done<>());
    assertThat(PLAN.next(List.of(gone, at("b", 7)))).isEqualTo(new Mine<>("b", 8));
    assertThat(PLAN.next(List.<Candidate<String>>of())).isEqualTo(new Done<>());
  }

  @Test
  void takesUpANewFarmerAtOnceAndOneWhoseWorkWasRefused() {
    List<Candidate<String>> running = List.of(at("a", 6), at("b", 6));
    assertThat(PLAN.next(running, "a")).isEqualTo(new Mine<>("a", 7));
    assertThat(PLAN.next(List.of(at("a", 6), at("b", 6), at("new", -1)), "a"))
        .isEqualTo(new Mine<>("new", 3));
    assertThat(PLAN.next(List.of(at("a", 6), at("b", 4)), "a")).isEqualTo(new Mine<>("b", 5));
  }

  @Test
  void spreadsThreadsOverEqualsAndGathersThemOnTheLastOne() {
    assertThat(PLAN.next(List.of(busy("a", 5, 1), busy("b", 5, 0)))).isEqualTo(new Mine<>("b", 6));
    assertThat(PLAN.next(List.of(busy("a", 5, 3), busy("b", 6, 0)))).isEqualTo(new Mine<>("a", 6));
  }

  @Test
  void staysWithItsFarmerAmongEquals() {
    List<Candidate<String>> equals = List.of(busy("a", 5, 2), busy("b", 5, 0), busy("c", 5, 1));
    assertThat(PLAN.next(equals, "c")).isEqualTo(new Mine<>("c", 6));
    assertThat(PLAN.next(equals, "a")).isEqualTo(new Mine<>("a", 6));
  }

  @Test
  void letsPrecedenceWinTiesAndAWholeLeadBuyAZero() {
    Candidate<String> payer = new Candidate<>("payer", 9, 5, 0.2, 0, true);
    assertThat(PLAN.next(List.of(at("a", 5), payer))).isEqualTo(new Mine<>("payer", 6));
    Candidate<String> ahead = new Candidate<>("payer", 9, 6, 0.2, 0, true);
    assertThat(PLAN.next(List.of(at("a", 5), ahead))).isEqualTo(new Mine<>("a", 6));
    Candidate<String> whale = new Candidate<>("whale", 9, 6, 1.5, 0, true);
    assertThat(PLAN.next(List.of(at("a", 5), whale))).isEqualTo(new Mine<>("whale", 7));
  }

  @Test
  void breaksTiesTheSameWayWheneverAskedAndAnotherWayInOtherBlocks() {
    List<Candidate<String>> equals = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      equals.add(Candidate.of("farmer-" + i, i, 5));
    }
    Map<Object, Integer> firsts = new HashMap<>();
    for (int block = 0; block < 2_000; block++) {
      WorkPlan plan = new WorkPlan(block, 4, 8, false);
      WorkDecision<String> first = plan.next(equals);
      assertThat(plan.next(equals.reversed())).isEqualTo(first);
      firsts.merge(first, 1, Integer::sum);
    }
    assertThat(firsts).hasSize(20);
    assertThat(firsts.values()).allSatisfy(times -> assertThat(times).isBetween(50, 160));
  }

  @Test
  void refusesLimitsThatNoBlockHas() {
    assertThatIllegalArgumentException().isThrownBy(() -> new WorkPlan(1, 5, 4, false));
    assertThatIllegalArgumentException().isThrownBy(() -> Candidate.of("a", 1, 65));
  }

  @Property(tries = 300)
  void everyHitMovesThePlanOnUntilAllHaveTheMaximum(
      @ForAll @IntRange(max = 6) int min,
      @ForAll @IntRange(max = 5) int range,
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -1, max = 12) Integer> levels,
      @ForAll @LongRange(min = 0, max = 1000) long seed) {
    int max = min + range;
    WorkPlan plan = new WorkPlan(seed, min, max, false);
    Random luck = new Random(seed);
    int[] level = levels.stream().mapToInt(Integer::intValue).toArray();
    for (int steps = 0; ; steps++) {
      assertThat(steps).isLessThanOrEqualTo(level.length * (max + 1));
      switch (plan.next(candidates(level))) {
        case Done<Integer>() -> {
          assertThat(boxed(level)).allMatch(l -> l >= max);
          return;
        }
        case Mine<Integer>(Integer farmer, int zeros) -> {
          assertThat(zeros).isBetween(level[farmer] + 1, max);
          int score = Math.max(level[farmer], min);
          boolean anyEmpty = Set.copyOf(boxed(level)).contains(-1);
          for (int other : level) {
            assertThat(anyEmpty ? level[farmer] : score)
                .isLessThanOrEqualTo(anyEmpty ? -1 : Math.max(other, min));
          }
          level[farmer] = zeros + (luck.nextInt(16) == 0 ? 1 : 0);
        }
      }
    }
  }

  /** With so few hashes each hash can be followed, and the best adaptive plan be computed. */
  @Property(tries = 40)
  void bringsAsManyScoredZerosAsTheBestAdaptivePlan(
      @ForAll @IntRange(max = 1) int min,
      @ForAll @IntRange(max = 3) int range,
      @ForAll @IntRange(min = 1, max = 3) int farmers,
      @ForAll @IntRange(min = 1, max = 60) int hashes) {
    int max = min + range;
    SingleHashes game = new SingleHashes(min, max);
    int[] start = new int[farmers];
    WorkPlan plan = new WorkPlan(7, min, max, false);
    double best = game.optimum(start, hashes);
    double ours = game.value(start, hashes, plan);
    assertThat(ours).isCloseTo(best, within(1e-9));
    assertThat(best)
        .isLessThanOrEqualTo(
            farmers * Forecast.scoredZeros((double) hashes / farmers, min, max) + 1e-9);
  }

  static List<Candidate<Integer>> candidates(int[] level) {
    List<Candidate<Integer>> list = new ArrayList<>();
    for (int i = 0; i < level.length; i++) {
      list.add(Candidate.of(i, i, level[i]));
    }
    return list;
  }

  private static Set<Integer> boxed(int[] values) {
    Set<Integer> set = new HashSet<>();
    for (int value : values) {
      set.add(value);
    }
    return set;
  }

  private static Candidate<String> at(String name, int level) {
    return Candidate.of(name, name.hashCode(), level);
  }

  private static Candidate<String> busy(String name, int level, int threads) {
    return new Candidate<>(name, name.hashCode(), level, 0, threads, true);
  }
}
