package org.kalepool.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Every {@code kale.*} setting there is. Another one is a mistake that would otherwise pass in
 * silence, as the default goes on being in force. A test holds this list to the code and to
 * docs/operations.md.
 */
final class KnownSettings {
  /** What a test tells a pool; nobody who farms in earnest wants any of it. */
  static final List<String> OF_TESTS =
      List.of("kale.seed", "kale.stepped", "kale.stepped.start", "kale.work.stepped-hashes");

  static final Set<String> ALL =
      Set.copyOf(
          List.of(
              "kale.asset",
              "kale.asset.contract",
              "kale.block.poll-interval",
              "kale.books.dearest-unseen-fee",
              "kale.books.reconcile-interval",
              "kale.contract.id",
              "kale.database.owner-password-file",
              "kale.database.owner-username",
              "kale.database.password-file",
              "kale.database.system-user",
              "kale.exit.fee-reserve",
              "kale.farmer.changes-per-day",
              "kale.farmer.classic-fees",
              "kale.farmer.fee-blocks",
              "kale.farmer.max-registrations",
              "kale.farmer.onboarding-interval",
              "kale.farmer.registration-life",
              "kale.farmer.registrations-per-address",
              "kale.farmer.trustline-longest-pause",
              "kale.fee.bump-account",
              "kale.fee.max-inclusion",
              "kale.fee.max-resource",
              "kale.fee.min-inclusion",
              "kale.harvest.expiry-ledgers",
              "kale.harvest.expiry-share",
              "kale.harvest.sweep-interval",
              "kale.history.interval",
              "kale.history.keep-blocks",
              "kale.history.keep-envelopes",
              "kale.history.page-blocks",
              "kale.http.connections-per-address",
              "kale.http.failed-log-ins-per-minute",
              "kale.http.farmer-requests-per-minute",
              "kale.http.forwarded-header",
              "kale.http.idempotency-life",
              "kale.http.max-body-bytes",
              "kale.http.max-event-listeners",
              "kale.http.max-event-listeners-per-client",
              "kale.http.public-url",
              "kale.http.request-timeout",
              "kale.http.requests-per-minute",
              "kale.http.trusted-proxies",
              "kale.network.embedded",
              "kale.network.go-on-after",
              "kale.network.passphrase",
              "kale.operator.key",
              "kale.operator.key-file",
              "kale.plant.cap-at-max-stake",
              "kale.plant.latest-age",
              "kale.plant.max-attempts",
              "kale.plant.sweep-interval",
              "kale.pooler.generate-wallet",
              "kale.pooler.max-farmers",
              "kale.pooler.name",
              "kale.pooler.secret",
              "kale.pooler.secret-file",
              "kale.pooler.share-basis-points",
              "kale.pooler.statistics-age",
              "kale.pooler.terms-notice",
              "kale.pooler.wallet-interval",
              "kale.rpc.headers-file",
              "kale.rpc.max-answer-bytes",
              "kale.rpc.max-clock-lag",
              "kale.rpc.max-concurrent",
              "kale.rpc.max-silence",
              "kale.rpc.requests-per-second",
              "kale.rpc.timeout",
              "kale.rpc.url",
              "kale.seed",
              "kale.stepped",
              "kale.stepped.start",
              "kale.tasks.longest",
              "kale.tasks.max-concurrent",
              "kale.transactions.max-in-flight",
              "kale.transactions.poll-interval",
              "kale.transactions.validity",
              "kale.wallet.kek",
              "kale.wallet.kek-file",
              "kale.wallet.old-kek-files",
              "kale.watchdog.block",
              "kale.watchdog.funded",
              "kale.watchdog.interval",
              "kale.watchdog.leaving",
              "kale.watchdog.overdue",
              "kale.watchdog.pail-ledgers",
              "kale.watchdog.queued",
              "kale.watchdog.registered",
              "kale.watchdog.suspended",
              "kale.work.cores-left-free",
              "kale.work.deadline-age",
              "kale.work.devices",
              "kale.work.enabled",
              "kale.work.insurance-age",
              "kale.work.insure-without-stake",
              "kale.work.kernel",
              "kale.work.max-sends",
              "kale.work.past-max",
              "kale.work.priority",
              "kale.work.stake-lead",
              "kale.work.stepped-hashes",
              "kale.work.threads",
              "kale.work.validity-after-due",
              "kale.work.xlm-per-kale"));

  /** Further than this apart nothing is meant by a name. */
  private static final int FARTHEST = 8;

  /** What the launcher reads, and no setting of the pool's. */
  private static final Set<String> OF_THE_LAUNCHER = Set.of("KALE_JAVA_OPTS", "KALE_HEAP");

  /** What Kubernetes puts into the environment for a service that is named after the pool. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(
          "KALE_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT|PORT_\\d+_(TCP|UDP)(_\\w+)?)");

  private KnownSettings() {}

  /**
   * Refuses names that mean nothing.
   *
   * @throws CommandException naming the first, where it stands, and what may have been meant
   */
  static void check(Settings set) {
    for (Map.Entry<String, String> each : set.places().entrySet()) {
      String name = each.getKey();
      boolean foreign = OF_THE_LAUNCHER.contains(name) || OF_KUBERNETES.matcher(name).matches();
      if (foreign || known(name)) {
        continue;
      }
      throw new CommandException(
          name
              + " ("
              + each.getValue()
              + ") is no setting of the pool"
              + nearest(name).map(near -> "; did you mean " + near + "?").orElse("")
              + " Every one is in docs/operations.md");
    }
  }

  /** Whether a name, or the name of a variable, is that of a setting, for whatever profile. */
  private static boolean known(String name) {
    return ALL.stream().anyMatch(setting -> Settings.names(setting, name));
  }

  private static Optional<String> nearest(String name) {
    String plain = Settings.plain(name);
    return ALL.stream()
        .sorted()
        .min(Comparator.comparingInt(setting -> distance(Settings.plain(setting), plain)))
        .filter(near -> distance(Settings.plain(near), plain) <= FARTHEST)
        .map(near -> isVariable(name) ? Settings.variable(near) : near);
  }

  private static boolean isVariable(String name) {
    return name.equals(name.toUpperCase(Locale.ROOT));
  }

  /** How many characters have to be put in, taken out or changed to make one of the other. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int above = row[j];
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
