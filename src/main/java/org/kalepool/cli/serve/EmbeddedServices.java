package org.kalepool.cli.serve;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.DataFolder;
import org.kalepool.cli.postgres.EmbeddedDatabase;
import org.kalepool.cli.postgres.PostgresUser;
import org.kalepool.cli.settings.DatabaseSettings;
import org.kalepool.cli.settings.KnownSettings;
import org.kalepool.cli.settings.MailSettings;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.cli.settings.Settings;
import org.kalepool.stellar.PublicNetworks;
import org.kalepool.web.OperatorKeyFile;

/**
 * What the service needs around it: a database, a network, keys. What the operator has set is left
 * alone; the rest is embedded and lives in the data folder.
 */
public final class EmbeddedServices implements AutoCloseable {
  private static final List<String> REAL_NETWORKS = List.of("testnet", "mainnet");
  private static final String EMBEDDED = "kale.network.embedded";
  private static final String GENERATE_WALLET = "kale.pooler.generate-wallet";

  /** What speaks of money, keys or a network outside of this process. */
  private static final List<String> FROM_OUTSIDE =
      List.of(
          "quarkus.datasource.jdbc.url",
          "kale.wallet.kek-file",
          "kale.wallet.kek",
          "kale.pooler.secret-file",
          "kale.pooler.secret",
          "kale.network.passphrase",
          "kale.contract.id",
          "kale.asset");

  private final Map<String, String> settings = new LinkedHashMap<>();
  private final @Nullable DataFolder folder;
  private final @Nullable EmbeddedDatabase database;
  private final @Nullable EmbeddedNetwork network;

  private EmbeddedServices(
      @Nullable DataFolder folder,
      @Nullable EmbeddedDatabase database,
      @Nullable EmbeddedNetwork network) {
    this.folder = folder;
    this.database = database;
    this.network = network;
  }

  /**
   * Starts what is missing.
   *
   * @param profile a settings profile such as {@code mainnet}, null for none
   * @throws CommandException naming the setting, if one is empty, a real network lacks one, or what
   *     comes from outside would meet the embedded network without a word that says so
   */
  public static EmbeddedServices start(
      Settings set,
      Path data,
      @Nullable String profile,
      EmbeddedNetwork.Options options,
      PrintWriter out) {
    return start(set, data, profile, options, "", out);
  }

  /**
   * As above.
   *
   * @param server more options of the embedded database's server, empty for none
   */
  public static EmbeddedServices start(
      Settings set,
      Path data,
      @Nullable String profile,
      EmbeddedNetwork.Options options,
      String server,
      PrintWriter out) {
    KnownSettings.check(set);
    refuseTestSettings(set);
    Optional<String> real = realNetwork(set, profile);
    real.ifPresent(network -> requireForRealNetwork(set, network));
    boolean open = onPublicNetwork(set, profile);
    if (open && set.flag(GENERATE_WALLET).orElse(false)) {
      throw new CommandException(
          GENERATE_WALLET + " is for the embedded network, not for a public one: take it away");
    }
    boolean ownNetwork = !set.has("kale.rpc.url");
    requireWordForEmbedded(set, ownNetwork);
    if (ownNetwork) {
      out.println("an embedded network: nothing on it is worth anything");
    }
    SecretSettings.check(set, open, out);
    boolean ownDatabase = DatabaseSettings.of(set).isEmpty();
    requireOperatorKeys(set, !open);
    boolean ownKeys = !set.has("kale.wallet.kek-file") && !set.has("kale.wallet.kek");
    DataFolder folder = ownDatabase || ownNetwork || ownKeys ? DataFolder.open(data) : null;
    EmbeddedDatabase database = null;
    if (ownDatabase && folder != null) {
      PostgresUser user = userOfDatabase(set, folder, open, out);
      out.println("starting PostgreSQL on " + folder.postgres());
      database = EmbeddedDatabase.start(folder.postgres(), user, server, out);
    }
    EmbeddedNetwork network = null;
    if (ownNetwork && folder != null) {
      network = EmbeddedNetwork.start(folder.sandbox(), options);
      out.println("started the sandbox network at " + network.rpcUrl());
    }
    EmbeddedServices made = new EmbeddedServices(folder, database, network);
    made.collectSettings(set, profile);
    return made;
  }

  private void collectSettings(Settings set, @Nullable String profile) {
    if (profile != null) {
      settings.put("quarkus.profile", profile);
    }
    if (database != null) {
      settings.putAll(DatabaseSettings.settings(database.runtime(), database.login()));
    } else {
      DatabaseSettings.of(set).ifPresent(outside -> settings.putAll(outside.settings()));
    }
    settings.putAll(MailSettings.of(set));
    if (network != null) {
      settings.putAll(network.settings());
    }
    if (folder != null) {
      if (!set.has("kale.wallet.kek-file") && !set.has("kale.wallet.kek")) {
        settings.put("kale.wallet.kek-file", folder.secretFile("kek").toString());
      }
      if (!set.has("kale.operator.key-file") && !set.has("kale.operator.key")) {
        settings.put("kale.operator.key-file", folder.operatorKeys().toString());
      }
    }
  }

  /** What the service is to be told, beyond what the operator set. */
  public Map<String, String> settings() {
    return new HashMap<>(settings);
  }

  public Optional<EmbeddedNetwork> network() {
    return Optional.ofNullable(network);
  }

  public Optional<EmbeddedDatabase> database() {
    return Optional.ofNullable(database);
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
    }
    if (database != null) {
      database.close();
    }
    if (folder != null) {
      folder.close();
    }
  }

  /** Before anything is started. */
  private static void requireOperatorKeys(Settings set, boolean plain) {
    try {
      OperatorKeyFile.set(
          set.get(OperatorKeyFile.FILE).map(Path::of), set.get(OperatorKeyFile.KEY), plain);
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  /** Real books and keys meet a network of this process's own only if somebody says so. */
  private static void requireWordForEmbedded(Settings set, boolean embedded) {
    Optional<Boolean> word = set.flag(EMBEDDED);
    if (!embedded) {
      if (word.orElse(false)) {
        throw new CommandException(
            EMBEDDED + "=true and kale.rpc.url contradict each other: take one of them away");
      }
      return;
    }
    if (word.filter(wanted -> !wanted).isPresent()) {
      throw new CommandException(
          "kale.rpc.url is not set, and " + EMBEDDED + "=false wants no embedded network");
    }
    List<String> outside = FROM_OUTSIDE.stream().filter(set::has).toList();
    if (word.isEmpty() && !outside.isEmpty()) {
      throw new CommandException(
          String.join(" and ", outside)
              + (outside.size() == 1 ? " is set, but " : " are set, but ")
              + "kale.rpc.url is not: name the network's node there, or say "
              + EMBEDDED
              + "=true to use the embedded network with them; see docs/operations.md");
    }
  }

  /** Root's own user does on no public network: to the kernel PostgreSQL is still root then. */
  private static PostgresUser userOfDatabase(
      Settings set, DataFolder folder, boolean open, PrintWriter out) {
    PostgresUser user = PostgresUser.of(set, folder);
    if (!user.separate()) {
      String what =
          "the embedded PostgreSQL would have root's rights to files, as no other user can pass to "
              + folder.path().toAbsolutePath()
              + ": name a folder in --data to which others can pass, such as /var/lib/kale-pool, or"
              + " run the pool as a user of its own";
      if (open) {
        folder.close();
        throw new CommandException(what + ", or set " + DatabaseSettings.URL);
      }
      out.println("warning: " + what);
    }
    return user;
  }

  /**
   * Whether the pool farms where others do, too.
   *
   * @param profile as given on the command line, null for none
   */
  public static boolean onPublicNetwork(Settings set, @Nullable String profile) {
    return realNetwork(set, profile).isPresent()
        || set.get("kale.network.passphrase").filter(PublicNetworks::contains).isPresent();
  }

  /** The profile of a real network, by the command line or by a setting. */
  private static Optional<String> realNetwork(Settings set, @Nullable String profile) {
    return Stream.concat(
            Stream.ofNullable(profile),
            Stream.of(set.get("quarkus.profile").orElse("").split(",", -1)))
        .map(String::strip)
        .filter(REAL_NETWORKS::contains)
        .findFirst();
  }

  /** A pool whose clock stands still, or whose keys can be foretold, is none. */
  private static void refuseTestSettings(Settings set) {
    for (String setting : KnownSettings.OF_TESTS) {
      set.place(setting)
          .ifPresent(
              place -> {
                throw new CommandException(
                    setting + " (" + place + ") is for tests of the pool: take it away");
              });
    }
  }

  private static void requireForRealNetwork(Settings set, String profile) {
    List<String> missing =
        Stream.of("kale.rpc.url", "quarkus.datasource.jdbc.url")
            .filter(name -> !set.has(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new CommandException(
          "profile "
              + profile
              + " needs "
              + String.join(" and ", missing)
              + "; see docs/operations.md");
    }
    if (!set.has("kale.wallet.kek-file") && !set.has("kale.wallet.kek")) {
      throw new CommandException(
          "profile "
              + profile
              + " needs a key-encryption key in kale.wallet.kek-file; see docs/operations.md");
    }
    if (!set.has("kale.pooler.secret-file") && !set.has("kale.pooler.secret")) {
      throw new CommandException(
          "profile "
              + profile
              + " needs the pooler's secret key in kale.pooler.secret-file; see"
              + " docs/operations.md");
    }
  }
}
