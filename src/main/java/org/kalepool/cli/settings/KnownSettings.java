package org.kalepool.cli.settings;

import io.smallrye.config.ConfigMappings;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kalepool.alert.AlertSettings;
import org.kalepool.batch.BatchSettings;
import org.kalepool.block.BlockSettings;
import org.kalepool.books.BooksSettings;
import org.kalepool.cli.CommandException;
import org.kalepool.exit.ExitSettings;
import org.kalepool.farmer.OnboardingSettings;
import org.kalepool.harvest.HarvestSettings;
import org.kalepool.machine.MachineSettings;
import org.kalepool.notice.NoticeSettings;
import org.kalepool.ops.HistorySettings;
import org.kalepool.ops.WatchdogSettings;
import org.kalepool.pages.PagesSettings;
import org.kalepool.plant.PlantSettings;
import org.kalepool.pooler.PoolerSettings;
import org.kalepool.price.PriceSettings;
import org.kalepool.profit.ProfitSettings;
import org.kalepool.schedule.TaskSettings;
import org.kalepool.settings.SteppedSettings;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.SplitSettings;
import org.kalepool.stellar.TransactionSettings;
import org.kalepool.vault.VaultSettings;
import org.kalepool.wallet.WalletSettings;
import org.kalepool.web.HttpSettings;
import org.kalepool.web.OperatorSettings;
import org.kalepool.webauth.WebAuthSettings;
import org.kalepool.work.FleetSettings;
import org.kalepool.work.WorkSettings;

/**
 * Every {@code kale.*} setting there is. Another one is a mistake that would otherwise pass in
 * silence, as the default goes on being in force. Which there are, the modules' interfaces say; a
 * test holds docs/operations.md to them.
 */
public final class KnownSettings {
  /** What a test tells a pool; nobody who farms in earnest wants any of it. */
  public static final List<String> OF_TESTS =
      List.of("kale.seed", "kale.stepped", "kale.stepped.start", "kale.work.stepped-hashes");

  /** The settings of every module; a test finds one that is missing here. */
  static final List<Class<?>> MODULES =
      List.of(
          AlertSettings.class,
          BlockSettings.class,
          BooksSettings.class,
          DatabaseAccessSettings.class,
          ExitSettings.class,
          FeeSettings.class,
          FleetSettings.class,
          BatchSettings.class,
          HarvestSettings.class,
          HistorySettings.class,
          HttpSettings.class,
          MachineSettings.class,
          NetworkSettings.class,
          NoticeSettings.class,
          OnboardingSettings.class,
          OperatorSettings.class,
          PagesSettings.class,
          WebAuthSettings.class,
          PlantSettings.class,
          PoolerSettings.class,
          PriceSettings.class,
          ProfitSettings.class,
          RpcSettings.class,
          SplitSettings.class,
          SteppedSettings.class,
          TaskSettings.class,
          TransactionSettings.class,
          WalletSettings.class,
          VaultSettings.class,
          WatchdogSettings.class,
          WorkSettings.class);

  /** Each key with its default; null for one that has none. */
  private static final SortedMap<String, @Nullable String> DEFAULTS = new TreeMap<>();

  static {
    for (Class<?> module : MODULES) {
      // a list's elements are told by its own key
      ConfigMappings.ConfigClass.configClass(module)
          .getProperties()
          .forEach((key, otherwise) -> DEFAULTS.put(key.replace("[*]", ""), otherwise));
    }
  }

  /** Further than this apart nothing is meant by a name. */
  private static final int FARTHEST = 8;

  /** What the launcher reads, and no setting of the pool's. */
  private static final Set<String> OF_THE_LAUNCHER = Set.of("KALE_JAVA_OPTS", "KALE_HEAP");

  /** What Kubernetes puts into the environment for a service that is named after the pool. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(
          "KALE_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT|PORT_\\d+_(TCP|UDP)(_\\w+)?)");

  private KnownSettings() {}

  /** Every key, with its default, or null if it has none. */
  static SortedMap<String, @Nullable String> defaults() {
    return Collections.unmodifiableSortedMap(DEFAULTS);
  }

  /**
   * Refuses names that mean nothing.
   *
   * @throws CommandException naming the first, where it stands, and what may have been meant
   */
  public static void check(Settings set) {
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
    return DEFAULTS.keySet().stream().anyMatch(setting -> Settings.names(setting, name));
  }

  private static Optional<String> nearest(String name) {
    String plain = Settings.plain(name);
    return DEFAULTS.keySet().stream()
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
