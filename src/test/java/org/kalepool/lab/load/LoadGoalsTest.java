package org.kalepool.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadGoalsTest {
  private static final Latencies.Summary QUICK = new Latencies.Summary(100, 5, 20, 90);

  private static LoadReport.BlockLine block(int planted, int ledgers, double heap) {
    return block(planted, ledgers, heap, Map.of());
  }

  private static LoadReport.BlockLine block(
      int planted, int ledgers, double heap, Map<String, Integer> failures) {
    return block(planted, ledgers, 6, heap, failures);
  }

  private static LoadReport.BlockLine block(
      int planted, int ledgers, int fewest, double heap, Map<String, Integer> failures) {
    return new LoadReport.BlockLine(
        7,
        planted,
        planted,
        planted,
        ledgers,
        fewest,
        30L,
        290L,
        60L,
        failures,
        QUICK,
        40,
        heap,
        new LoadReport.NodeUse(9, 20_000),
        new LoadReport.DatabaseUse(80, 40),
        1.0,
        0.5,
        0.2,
        List.of(
            new LoadReport.Ledgers("PLANT", ledgers, fewest, LoadCarried.NOTHING),
            new LoadReport.Ledgers("WORK", 12, 10, LoadCarried.NOTHING)));
  }

  private static LoadReport report(
      double speed, List<LoadReport.BlockLine> blocks, Latencies.Summary api, long difference) {
    return report(speed, blocks, api, difference, LoadFees.NONE);
  }

  private static LoadReport report(
      double speed,
      List<LoadReport.BlockLine> blocks,
      Latencies.Summary api,
      long difference,
      LoadFees fees) {
    return report(speed, blocks, api, difference, fees, false);
  }

  private static LoadReport report(
      double speed,
      List<LoadReport.BlockLine> blocks,
      Latencies.Summary api,
      long difference,
      LoadFees fees,
      boolean vaults) {
    return report(speed, 1_000, blocks, api, difference, fees, vaults);
  }

  private static LoadReport report(
      double speed,
      int farmers,
      List<LoadReport.BlockLine> blocks,
      Latencies.Summary api,
      long difference,
      LoadFees fees,
      boolean vaults) {
    LoadReport bare =
        new LoadReport(
            speed,
            farmers,
            60,
            512,
            1,
            blocks,
            api,
            0,
            null,
            Map.of(),
            LoadGoals.heapPerBlock(blocks),
            400L,
            new LoadReport.NodeUse(1_440, 1_200_000),
            new LoadReport.DatabaseUse(9_000, 3_000),
            difference,
            fees,
            vaults,
            List.of());
    return bare.with(LoadGoals.of(bare));
  }

  private static LoadFees fees(long workTogether) {
    return new LoadFees(
        10,
        List.of(
            new LoadFees.Deeds("PLANT", false, 10, 10_000),
            new LoadFees.Deeds("WORK", true, 10, workTogether)),
        Map.of("PLANT", 1_000.0, "WORK", 1_000.0));
  }

  @Test
  void holdsBatchesToWhatTheyAreToSave() {
    List<LoadReport.BlockLine> blocks = List.of(block(1_000, 7, 60));
    LoadReport good = report(1, blocks, QUICK, 0, fees(5_400));
    assertThat(missed(good)).isEmpty();
    assertThat(good.goals())
        .extracting(LoadReport.Goal::shown)
        .contains("1540 of 2000 stroops, 77.0 %");
    assertThat(missed(report(1, blocks, QUICK, 0, fees(5_401))))
        .containsExactly("a farmer's block at most 77 % of its fees without batches");
    LoadFees unknown = new LoadFees(10, fees(1).deeds(), Map.of("PLANT", 1_000.0));
    assertThat(report(1, blocks, QUICK, 0, unknown).passed()).isTrue();
    assertThat(report(1, blocks, QUICK, 0).goals())
        .extracting(LoadReport.Goal::what)
        .noneMatch(what -> what.contains("without batches"));
  }

  @Test
  void holdsAVaultsBlockToAnAccountsWithEachDeedByItself() {
    List<LoadReport.BlockLine> blocks = List.of(block(1_000, 7, 60));
    LoadReport good = report(1, blocks, QUICK, 0, ofVaults(14_000), true);
    assertThat(missed(good)).isEmpty();
    assertThat(good.goals())
        .extracting(LoadReport.Goal::shown)
        .contains("23500 of 51706 stroops, 45.4 %", "PLANT 7 of 6 (+17 %), WORK 12 of 10 (+20 %)");
    assertThat(missed(report(1, blocks, QUICK, 0, ofVaults(14_300), true)))
        .containsExactly("plant, work and harvest of a vault at most 46 % of an account's");
    assertThat(report(1, blocks, QUICK, 0, fees(1), true).passed()).isTrue();
  }

  private static LoadFees ofVaults(long plant) {
    return new LoadFees(
        10,
        List.of(
            new LoadFees.Deeds("PLANT", true, 10, 10 * plant),
            new LoadFees.Deeds("WORK", true, 10, 50_000),
            new LoadFees.Deeds("WORK", false, 10, 40_000),
            new LoadFees.Deeds("HARVEST", true, 10, 50_000)),
        Map.of());
  }

  private static List<String> missed(LoadReport report) {
    return report.goals().stream()
        .filter(goal -> Boolean.FALSE.equals(goal.met()))
        .map(LoadReport.Goal::what)
        .toList();
  }

  @Test
  void passesWhenEverythingIsReached() {
    LoadReport report = report(1, List.of(block(1_000, 7, 60)), QUICK, 0);
    assertThat(missed(report)).isEmpty();
    assertThat(report.passed()).isTrue();
  }

  @Test
  void namesEachGoalThatIsMissed() {
    LoadReport report =
        report(1, List.of(block(999, 9, 600)), new Latencies.Summary(100, 5, 251, 300), 1);
    assertThat(missed(report))
        .containsExactly(
            "all planted in every block",
            "planted as fast as the ledgers take them",
            "all worked in every block",
            "all harvested",
            "API p99 below 250 ms, every request answered",
            "heap below 512 MiB",
            "books and chain agree",
            "at most 20 % more ledgers than hold it all");
    assertThat(report.passed()).isFalse();
  }

  @Test
  void tellsTheShareOfWorksThatCameTooLateOrWereNotSent() {
    Map<String, Integer> few =
        Map.of("WORK FOOTPRINT_CHANGED", 3, "WORK BLOCK_CLOSED", 1, "PLANT EXPIRED", 9);
    Map<String, Integer> many = Map.of("WORK PAIL_MISSING", 4, "WORK EXPIRED", 1);
    LoadReport good = report(1, List.of(block(1_000, 7, 60, few)), QUICK, 0);
    assertThat(missed(good)).isEmpty();
    assertThat(good.goals())
        .extracting(LoadReport.Goal::shown)
        .contains("0.40 %, 4 of 1000, of which 3 landed too late and 1 were not sent");
    assertThat(missed(report(1, List.of(block(1_000, 7, 60, many)), QUICK, 0)))
        .containsExactly("below 0.5 % of the final works after the block had changed");
    assertThat(missed(report(10, List.of(block(1_000, 7, 60, many)), QUICK, 0))).isEmpty();
  }

  @Test
  void allowsAFifthMoreLedgersWhereThereAreManyAndMoreHeapForMoreFarmers() {
    assertThat(missed(ofVaults(31, 26, 600))).isEmpty();
    assertThat(missed(ofVaults(32, 26, 600)))
        .containsExactly(
            "planted as fast as the ledgers take them",
            "at most 20 % more ledgers than hold it all");
  }

  private static LoadReport ofVaults(int ledgers, int fewest, double heap) {
    List<LoadReport.BlockLine> blocks = List.of(block(5_000, ledgers, fewest, heap, Map.of()));
    return report(1, 5_000, blocks, QUICK, 0, ofVaults(14_000), true);
  }

  @Test
  void doesNotHoldAFasterRunToTheLedgers() {
    assertThat(missed(report(10, List.of(block(1_000, 30, 60)), QUICK, 0))).isEmpty();
  }

  @Test
  void tellsAGrowingHeapFromAFlatOneOnceThereAreTenBlocks() {
    List<LoadReport.BlockLine> growing =
        IntStream.range(0, 20).mapToObj(i -> block(1_000, 6, 50 + i)).toList();
    assertThat(LoadGoals.heapPerBlock(growing)).isCloseTo(1, within(1e-9));
    assertThat(missed(report(10, growing, QUICK, 0))).containsExactly("memory flat over 50 blocks");
    // Caches that fill in the first fifth do not count.
    List<LoadReport.BlockLine> filling =
        IntStream.range(0, 20).mapToObj(i -> block(1_000, 6, i < 4 ? 20 : 60)).toList();
    assertThat(missed(report(10, filling, QUICK, 0))).isEmpty();
    assertThat(LoadGoals.heapPerBlock(growing.subList(0, 9))).isNull();
  }

  @Test
  void tellsStatementsByFarmerAndNothingWhereTheyWereNotCounted() {
    LoadStatements.Count before = new LoadStatements.Count(1_000, 100);
    LoadStatements.Count after = new LoadStatements.Count(5_000, 2_100);
    assertThat(LoadStatements.Count.use(before, after, 50))
        .isEqualTo(new LoadReport.DatabaseUse(80, 40));
    assertThat(LoadStatements.Count.use(before, null, 50)).isNull();
  }

  @Test
  void takesPercentilesByTheNearestRank() {
    Latencies taken = new Latencies();
    IntStream.rangeClosed(1, 2_000).forEach(i -> taken.add(i * 1_000_000L));
    assertThat(taken.summary(0, 2_000))
        .isEqualTo(new Latencies.Summary(2_000, 1_000, 1_980, 2_000));
    assertThat(taken.summary(1_999, 2_000))
        .isEqualTo(new Latencies.Summary(1, 2_000, 2_000, 2_000));
    assertThat(taken.summary(2_000, 2_000)).isEqualTo(new Latencies.Summary(0, 0, 0, 0));
  }
}
