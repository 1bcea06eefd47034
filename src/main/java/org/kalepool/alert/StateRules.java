package org.kalepool.alert;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;

/** The rules about what is so at the moment, some of them only if it lasts. */
@Singleton
final class StateRules {
  private final AlertSettings settings;
  private final Map<Rule, Instant> since = new EnumMap<>(Rule.class);

  StateRules(AlertSettings settings) {
    this.settings = settings;
  }

  synchronized void look(State now, Findings findings) {
    api(now, findings);
    percent(Rule.CPU, "The processors have no time", now.cpu(), settings.cpu(), now, findings);
    percent(Rule.MEMORY, "The heap is full", now.memory(), settings.memory(), now, findings);
    wallets(now, findings);
    differing(now.differing(), findings);
    bonds(now.bonds(), findings);
    vaults(now.vaults(), findings);
    lasting(
        Rule.NODE,
        !now.node().isEmpty(),
        settings.node(),
        now.at(),
        "The RPC node lags or is away",
        now.node(),
        findings);
    backup(now, findings);
  }

  private void api(State now, Findings findings) {
    Duration most = settings.api();
    Duration slowest = now.slowest();
    if (most.isZero()) {
      return;
    }
    if (slowest == null) {
      findings.unclear(Rule.API);
    } else if (slowest.compareTo(most) > 0) {
      findings.found(
          Rule.API,
          "",
          "The API answers slowly",
          "The slowest answer of the last minutes took %d ms, more than %d ms."
              .formatted(slowest.toMillis(), most.toMillis()));
    }
  }

  private void percent(
      Rule rule, String title, @Nullable Integer is, int most, State now, Findings findings) {
    if (most == 0) {
      return;
    }
    if (is == null) {
      findings.unclear(rule);
      return;
    }
    lasting(
        rule,
        is > most,
        settings.lasting(),
        now.at(),
        title,
        "%d %% in use, more than %d %%".formatted(is, most),
        findings);
  }

  /** What does not last yet is neither there nor gone: so an incident outlives a restart. */
  private void lasting(
      Rule rule,
      boolean there,
      Duration least,
      Instant now,
      String title,
      String detail,
      Findings findings) {
    if (!there) {
      since.remove(rule);
      return;
    }
    Instant first = since.computeIfAbsent(rule, it -> now);
    if (Duration.between(first, now).compareTo(least) < 0) {
      findings.unclear(rule, "");
    } else {
      findings.found(rule, "", title, "Since " + first + ": " + detail + ".");
    }
  }

  private void wallets(State now, Findings findings) {
    Xlm least = settings.wallet();
    if (least.equals(Xlm.ZERO)) {
      return;
    }
    Xlm wallet = now.wallet();
    if (wallet == null) {
      findings.unclear(Rule.WALLET, "pooler");
    } else if (wallet.compareTo(least) < 0) {
      findings.found(
          Rule.WALLET,
          "pooler",
          "The pooler's wallet has next to no XLM",
          "%s XLM are left beside the reserves, fewer than %s: send some."
              .formatted(wallet, least));
    }
    Long farmers = now.shortFarmers();
    if (farmers == null) {
      findings.unclear(Rule.WALLET, "farmers");
    } else if (farmers > 0) {
      findings.found(
          Rule.WALLET,
          "farmers",
          "Farmers are about to stop for lack of XLM",
          "%d who farm have fewer than %s XLM beside the reserves.".formatted(farmers, least));
    }
  }

  private void bonds(List<String> poolers, Findings findings) {
    poolers.forEach(
        pooler ->
            findings.found(
                Rule.DISCREPANCY,
                "bond of " + pooler,
                "A pooler's bond is not all there",
                "The account of the bond of "
                    + pooler
                    + " has less than the books say, and only the pool has its key: GET"
                    + " /api/v1/operator/poolers says by how much."));
  }

  private static void vaults(@Nullable Map<String, String> troubles, Findings findings) {
    if (troubles == null) {
      findings.unclear(Rule.VAULT);
      return;
    }
    troubles.forEach(
        (subject, trouble) ->
            findings.found(Rule.VAULT, subject, "Vaults are not as they should be", trouble));
  }

  private void differing(List<String> farmers, Findings findings) {
    int each = settings.farmers();
    farmers.stream()
        .limit(each)
        .forEach(
            farmer ->
                findings.found(
                    Rule.DISCREPANCY,
                    farmer,
                    "Books and chain differ",
                    "Farmer "
                        + farmer
                        + " is held back: GET /api/v1/operator/farmers/"
                        + farmer
                        + "/differences says by how much."));
    if (farmers.size() > each) {
      findings.found(
          Rule.DISCREPANCY,
          "others",
          "Books and chain differ for many farmers",
          "%d farmers are held back.".formatted(farmers.size()));
    }
  }

  private void backup(State now, Findings findings) {
    Duration oldest = settings.backupAge();
    Instant made = now.backup();
    if (oldest.isZero() || made == null) {
      return;
    }
    Duration age = Duration.between(made, now.at());
    if (age.compareTo(oldest) > 0) {
      findings.found(
          Rule.BACKUP,
          "",
          "There is no recent backup",
          "None was made by the pool for %d hours: ./pool backup.".formatted(age.toHours()));
    }
  }
}
