package org.kalepool.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.alert.Counts.OfPooler;
import org.kalepool.settings.SettingsOf;

class RateRulesTest {
  private static final UUID POOLER = new UUID(1, 1);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final RateRules rules = rules();
  private long farmed;

  private static RateRules rules(String... set) {
    return new RateRules(SettingsOf.mapping(AlertSettings.class, set));
  }

  private static Counts counts(int minute, OfPooler counts, long index, long settled, long failed) {
    return new Counts(
        START.plusSeconds(60L * minute), Map.of(POOLER, counts), 5, index, settled, failed);
  }

  private Findings look(RateRules by, Counts counts) {
    Findings findings = new Findings();
    by.look(counts, (first, last) -> farmed, findings);
    return findings;
  }

  private static List<String> found(Findings findings) {
    return findings.found().entrySet().stream()
        .map(each -> each.getKey().rule() + ": " + each.getValue().detail())
        .toList();
  }

  private static OfPooler good(long of) {
    return new OfPooler(of, of, of, of, of, 0);
  }

  @Test
  void tellsNothingOfWhatWasBeforeTheStartNorOfTooFew() {
    Findings first = look(rules, counts(0, new OfPooler(1000, 0, 1000, 0, 0, 1000), 10, 90, 90));
    assertThat(first.found()).isEmpty();
    assertThat(first.isUnclear(new Findings.Cause(Rule.PLANTS, POOLER.toString()))).isTrue();
    assertThat(first.isUnclear(new Findings.Cause(Rule.BLOCKS, ""))).isTrue();
    Findings few = look(rules, counts(1, new OfPooler(1019, 0, 1000, 0, 0, 1000), 10, 90, 90));
    assertThat(few.found()).isEmpty();
  }

  @Test
  void findsEachPartThatIsTooSmallWithItsFigures() {
    look(rules, counts(0, good(1000), 10, 0, 0));
    farmed = 9;
    Findings bad =
        look(rules, counts(55, new OfPooler(1100, 1097, 1100, 1089, 1098, 2), 21, 100, 6));
    assertThat(found(bad))
        .containsExactly(
            "PLANTS: In the last 60 minutes 97 of 100 plants landed, of pooler " + POOLER + ".",
            "WORKS: In the last 60 minutes 89 of 100 pails were worked, of pooler " + POOLER + ".",
            "HARVESTS: In the last 60 minutes 98 of 100 pails were harvested, of pooler "
                + POOLER
                + ".",
            "BLOCKS: In the last 60 minutes 9 of 10 blocks were farmed.",
            "CONTRACT: In the last 60 minutes 94 of 100 plants, works and harvests succeeded.");
  }

  @Test
  void thresholdsThemselvesAreGoodEnough() {
    look(rules, counts(0, good(1000), 10, 0, 0));
    farmed = 20;
    Findings same =
        look(rules, counts(55, new OfPooler(1100, 1098, 1100, 1090, 1099, 1), 31, 100, 5));
    assertThat(same.found()).isEmpty();
    assertThat(same.isUnclear(new Findings.Cause(Rule.PLANTS, POOLER.toString()))).isFalse();
  }

  @Test
  void whatWasBadIsOverWhenTheWindowHasPassedItEvenIfNothingHappensAnyMore() {
    look(rules, counts(0, good(1000), 10, 0, 0));
    OfPooler bad = new OfPooler(1100, 1000, 1000, 1000, 1000, 0);
    assertThat(look(rules, counts(1, bad, 10, 0, 0)).found()).hasSize(1);
    Findings quiet = new Findings();
    for (int minute = 2; minute <= 62; minute++) {
      quiet = look(rules, counts(minute, bad, 10, 0, 0));
    }
    assertThat(quiet.found()).isEmpty();
    assertThat(quiet.isUnclear(new Findings.Cause(Rule.PLANTS, POOLER.toString()))).isFalse();
  }

  @Test
  void aThresholdOfZeroSwitchesARuleOff() {
    RateRules off = rules("kale.alerts.plants", "0", "kale.alerts.contract-failures", "0");
    look(off, counts(0, good(1000), 10, 0, 0));
    Findings bad =
        look(off, counts(5, new OfPooler(1100, 1000, 1000, 1000, 1000, 0), 10, 100, 100));
    assertThat(bad.found()).isEmpty();
  }
}
