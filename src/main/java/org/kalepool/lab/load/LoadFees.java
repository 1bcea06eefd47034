package org.kalepool.lab.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What farming has cost, by the network's fee settings.
 *
 * @param pails those of which all was paid for, harvests included
 * @param deeds of these pails
 * @param alone what a deed by itself came to in the whole run, stroops, by action
 */
@RegisterForReflection
public record LoadFees(int pails, List<Deeds> deeds, Map<String, Double> alone) {
  /**
   * What a deed of an account's costs by itself, stroops, by the public network's rates of August
   * 2026; {@code SandboxVaultsCostTest} holds it to what the sandbox charges.
   */
  public static final Map<String, Long> OF_AN_ACCOUNT =
      Map.of("PLANT", 24_758L, "WORK", 13_841L, "HARVEST", 13_107L);

  static final LoadFees NONE = new LoadFees(0, List.of(), Map.of());

  public LoadFees {
    deeds = List.copyOf(deeds);
    alone = Map.copyOf(alone);
  }

  /**
   * Deeds of one kind.
   *
   * @param together whether they shared transactions with others
   * @param fees all that they cost, stroops
   */
  @RegisterForReflection
  public record Deeds(String action, boolean together, long count, long fees) {
    double each() {
      return (double) fees / count;
    }
  }

  /** Stroops that a farmer's block came to; null if nothing was farmed. */
  @JsonProperty
  @Nullable Double block() {
    return pails == 0 ? null : (double) deeds.stream().mapToLong(Deeds::fees).sum() / pails;
  }

  /**
   * What the same deeds would have come to, had each been by itself; null if one of their kinds
   * never was.
   */
  @JsonProperty
  @Nullable Double blockAlone() {
    double sum = 0;
    for (Deeds each : deeds) {
      Double fee = alone.get(each.action());
      if (fee == null) {
        return null;
      }
      sum += fee * each.count();
    }
    return pails == 0 ? null : sum / pails;
  }

  /**
   * Stroops of a plant, a work and a harvest, each as all of its kind came to on average; null if
   * there was none of a kind.
   */
  @JsonProperty
  @Nullable Double ofEach() {
    double sum = 0;
    for (String action : OF_AN_ACCOUNT.keySet()) {
      List<Deeds> kind = deeds.stream().filter(it -> it.action().equals(action)).toList();
      long count = kind.stream().mapToLong(Deeds::count).sum();
      if (count == 0) {
        return null;
      }
      sum += (double) kind.stream().mapToLong(Deeds::fees).sum() / count;
    }
    return sum;
  }

  /** The same of an account, each by itself. */
  static long ofEachOfAnAccount() {
    return OF_AN_ACCOUNT.values().stream().mapToLong(it -> it).sum();
  }

  boolean together() {
    return deeds.stream().anyMatch(Deeds::together);
  }

  /** For people. */
  String words() {
    Double all = block();
    if (all == null) {
      return "Nothing was farmed, so nothing tells what a farmer's block costs.";
    }
    Map<String, String> kinds =
        deeds.stream()
            .collect(
                Collectors.toMap(
                    one -> one.action() + (one.together() ? " together" : " alone"),
                    one -> String.format(Locale.ROOT, "%d at %.0f", one.count(), one.each()),
                    (first, _) -> first,
                    TreeMap::new));
    Double single = blockAlone();
    return String.format(Locale.ROOT, "Fees of a farmer's block, stroops: %.0f (%s)", all, kinds)
        + (single == null || !together()
            ? "."
            : String.format(
                Locale.ROOT,
                "; had each deed been by itself: %.0f, so %.1f %% of it.",
                single,
                100 * all / single));
  }
}
