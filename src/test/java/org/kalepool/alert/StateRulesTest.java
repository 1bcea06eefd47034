package org.kalepool.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.SettingsOf;

class StateRulesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final StateRules rules = new StateRules(SettingsOf.mapping(AlertSettings.class));

  private static State well(int second) {
    return state(second, Duration.ofSeconds(10), 90, 90, "0.1", 0L, List.of(), "", 24);
  }

  private static State state(
      int second,
      @Nullable Duration slowest,
      @Nullable Integer cpu,
      @Nullable Integer memory,
      @Nullable String wallet,
      @Nullable Long farmers,
      List<String> differing,
      String node,
      int hoursSinceBackup) {
    Instant at = START.plusSeconds(second);
    return new State(
        at,
        slowest,
        cpu,
        memory,
        wallet == null ? null : Xlm.parse(wallet),
        farmers,
        differing,
        List.of(),
        Map.of(),
        node,
        at.minus(Duration.ofHours(hoursSinceBackup)));
  }

  private Findings look(State state) {
    Findings findings = new Findings();
    rules.look(state, findings);
    return findings;
  }

  private static List<String> causes(Findings findings) {
    return findings.found().keySet().stream()
        .map(cause -> (cause.rule() + " " + cause.subject()).strip())
        .toList();
  }

  @Test
  void thresholdsThemselvesAreGoodEnough() {
    assertThat(look(well(0)).found()).isEmpty();
    assertThat(look(well(100_000)).found()).isEmpty();
  }

  @Test
  void findsWhatIsSoAtOnce() {
    Findings bad =
        look(
            state(
                0,
                Duration.ofMillis(10_001),
                90,
                90,
                "0.0999999",
                3L,
                List.of("f1", "f2"),
                "",
                25));
    assertThat(causes(bad))
        .containsExactly(
            "API", "WALLET pooler", "WALLET farmers", "DISCREPANCY f1", "DISCREPANCY f2", "BACKUP");
    assertThat(bad.found())
        .hasEntrySatisfying(
            new Findings.Cause(Rule.WALLET, "pooler"),
            finding ->
                assertThat(finding.detail())
                    .isEqualTo(
                        "0.0999999 XLM are left beside the reserves, fewer than 0.1000000: send"
                            + " some."));
  }

  @Test
  void aBondOfWhichSomethingIsMissingIsFound() {
    State good = well(0);
    State bad =
        new State(
            good.at(),
            good.slowest(),
            good.cpu(),
            good.memory(),
            good.wallet(),
            good.shortFarmers(),
            List.of(),
            List.of("alpha"),
            Map.of(),
            "",
            good.backup());
    assertThat(causes(look(bad))).containsExactly("DISCREPANCY bond of alpha");
  }

  @Test
  void whatIsWrongWithVaultsIsFoundAndOverWhenItIsNot() {
    Findings bad = look(vaults(Map.of("bond", "too low", "archived", "2 vaults are archived")));
    assertThat(causes(bad)).containsExactlyInAnyOrder("VAULT bond", "VAULT archived");
    Findings.Cause bond = new Findings.Cause(Rule.VAULT, "bond");
    Findings unseen = look(vaults(null));
    assertThat(unseen.found()).isEmpty();
    assertThat(unseen.isUnclear(bond)).isTrue();
    Findings good = look(vaults(Map.of()));
    assertThat(good.found()).isEmpty();
    assertThat(good.isUnclear(bond)).isFalse();
  }

  private static State vaults(@Nullable Map<String, String> troubles) {
    State good = well(0);
    return new State(
        good.at(),
        good.slowest(),
        good.cpu(),
        good.memory(),
        good.wallet(),
        good.shortFarmers(),
        List.of(),
        List.of(),
        troubles,
        "",
        good.backup());
  }

  @Test
  void processorsMemoryAndNodeAreToldOnlyWhenItLasts() {
    State bad = state(0, null, 91, 91, null, null, List.of(), "node a: away", 0);
    Findings first = look(bad);
    assertThat(first.found()).isEmpty();
    assertThat(first.isUnclear(new Findings.Cause(Rule.CPU, ""))).isTrue();
    assertThat(first.isUnclear(new Findings.Cause(Rule.WALLET, "pooler"))).isTrue();
    assertThat(causes(look(state(60, null, 91, 91, null, null, List.of(), "node a: away", 0))))
        .containsExactly("NODE");
    look(state(120, null, 20, 91, null, null, List.of(), "", 0));
    assertThat(causes(look(state(300, null, 91, 91, null, null, List.of(), "", 0))))
        .containsExactly("MEMORY");
  }

  @Test
  void manyFarmersWhoDifferAreToldTogether() {
    List<String> farmers = IntStream.range(0, 7).mapToObj(i -> "f" + i).toList();
    Findings many = look(state(0, null, 1, 1, null, null, farmers, "", 0));
    assertThat(causes(many))
        .containsExactly(
            "DISCREPANCY f0",
            "DISCREPANCY f1",
            "DISCREPANCY f2",
            "DISCREPANCY f3",
            "DISCREPANCY f4",
            "DISCREPANCY others");
  }
}
