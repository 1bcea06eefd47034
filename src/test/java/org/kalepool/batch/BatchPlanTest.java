package org.kalepool.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which deeds share a transaction. */
class BatchPlanTest {
  private static final Duration SINGLE = Duration.ofSeconds(35);

  private static List<List<Integer>> parts(int deeds, int lanes, int size) {
    return BatchPlan.parts(IntStream.range(0, deeds).boxed().toList(), lanes, size);
  }

  private static List<Integer> sizes(int deeds, int lanes, int size) {
    return parts(deeds, lanes, size).stream().map(List::size).toList();
  }

  @Test
  void worksGoTogetherUntilTheBlocksLastLedgers() {
    assertThat(BatchPlan.worksTogether(10, 120, SINGLE, 100, 5.5)).isTrue();
    assertThat(BatchPlan.worksTogether(10, 35, SINGLE, 100, 5.5)).isFalse();
    assertThat(BatchPlan.worksTogether(10, -20, SINGLE, 100, 5.5)).isFalse();
  }

  @Test
  void worksGoTogetherInTheLastLedgersWhereThoseHaveNoRoom() {
    // two whole ledgers of a hundred are left
    assertThat(BatchPlan.worksTogether(200, 12, SINGLE, 100, 5.5)).isFalse();
    assertThat(BatchPlan.worksTogether(201, 12, SINGLE, 100, 5.5)).isTrue();
    assertThat(BatchPlan.worksTogether(101, -3, SINGLE, 100, 5.5)).isTrue();
  }

  @Test
  void twoSaveNothing() {
    assertThat(BatchPlan.worksTogether(2, 120, SINGLE, 100, 5.5)).isFalse();
    assertThat(parts(2, 4, 25)).isEmpty();
    assertThat(sizes(3, 4, 25)).containsExactly(3);
  }

  @Test
  void partsAreEvenAndOfTheSizeThatIsWanted() {
    assertThat(sizes(25, 4, 25)).containsExactly(25);
    assertThat(sizes(26, 4, 25)).containsExactly(13, 13);
    assertThat(sizes(80, 4, 25)).containsExactly(20, 20, 20, 20);
    assertThat(parts(26, 4, 25).stream().flatMap(List::stream).toList())
        .containsExactlyElementsOf(IntStream.range(0, 26).boxed().toList());
  }

  @Test
  void partsGrowWhereLanesAreFewAndTheRestIsLeft() {
    assertThat(sizes(80, 2, 25)).containsExactly(40, 40);
    assertThat(sizes(130, 2, 25)).containsExactly(50, 50);
    assertThat(sizes(130, 2, 50)).containsExactly(50, 50);
    assertThat(parts(80, 0, 25)).isEmpty();
  }

  private static List<Integer> spread(int deeds, int lanes) {
    return BatchPlan.spread(IntStream.range(0, deeds).boxed().toList(), lanes).stream()
        .map(List::size)
        .toList();
  }

  @Test
  void urgentOnesAreSpreadByTheDozenOverHalfOfTheLanes() {
    assertThat(spread(1, 25)).containsExactly(1);
    assertThat(spread(14, 4)).containsExactly(7, 7);
    assertThat(spread(60, 25)).containsExactly(12, 12, 12, 12, 12);
    assertThat(spread(144, 24)).hasSize(12).containsOnly(12);
  }

  @Test
  void urgentOnesGoAsManyTogetherAsFitWhereADozenOnEachIsNotEnough() {
    assertThat(spread(14, 1)).containsExactly(14);
    assertThat(spread(480, 24)).hasSize(10).containsOnly(48);
    assertThat(spread(200, 5)).containsExactly(50, 50, 50, 50);
    assertThat(spread(600, 10)).hasSize(10).containsOnly(50);
    assertThat(spread(5, 0)).isEmpty();
  }
}
