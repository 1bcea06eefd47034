package org.kalepool.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the service needs around it: a database, a network, keys. What the operator has set is left
 * alone; the rest is embedded and lives in the data folder.
 */
final class Surroundings implements AutoCloseable {
  private static final List<String> REAL_NETWORKS = List.of("testnet", "mainnet");

  private final Map<String, String> settings = new LinkedHashMap<>();
  private final @Nullable DataFolder folder;
  private final @Nullable EmbeddedDatabase database;
  private final @Nullable EmbeddedNetwork network;

  private Surroundings(
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
   * @throws CommandException naming the setting, if a real network lacks one
   */
  static Surroundings start(
      Settings set,
      Path data,
      @Nullable String profile,
      EmbeddedNetwork.Options options,
      PrintWriter out) {
    if (profile != null && REAL_NETWORKS.contains(profile)) {
      requireForRealNetwork(set, profile);
    }
    boolean ownDatabase = !set.has("quarkus.datasource.jdbc.url");
    boolean ownNetwork = !set.has("kale.rpc.url");
    boolean ownKeys = !set.has("kale.wallet.kek-file") && !set.has("kale.wallet.kek");
    DataFolder folder = ownDatabase || ownNetwork || ownKeys ? DataFolder.open(data) : null;
    EmbeddedDatabase database = null;
    if (ownDatabase && folder != null) {
      out.println("starting PostgreSQL on " + folder.postgres());
      database = EmbeddedDatabase.start(folder.postgres(), out);
    }
    EmbeddedNetwork network = null;
    if (ownNetwork && folder != null) {
      network = EmbeddedNetwork.start(folder.sandbox(), options);
      out.println("started the sandbox network at " + network.rpcUrl());
    }
    Surroundings made = new Surroundings(folder, database, network);
    made.collectSettings(set, profile);
    return made;
  }

  private void collectSettings(Settings set, @Nullable String profile) {
    if (profile != null) {
      settings.put("quarkus.profile", profile);
    }
    if (database != null) {
      PostgresLogin login = database.login();
      settings.put("quarkus.datasource.jdbc.url", login.url());
      settings.put("quarkus.datasource.username", login.user());
      settings.put("quarkus.datasource.password", login.password());
    }
    if (network != null) {
      settings.putAll(network.settings());
    }
    if (folder != null) {
      if (!set.has("kale.wallet.kek-file") && !set.has("kale.wallet.kek")) {
        settings.put("kale.wallet.kek-file", folder.secretFile("kek").toString());
      }
      if (!set.has("kale.operator.key-file") && !set.has("kale.operator.key")) {
        settings.put("kale.operator.key-file", folder.secretFile("operator-key").toString());
      }
    }
  }

  /** What the service is to be told, beyond what the operator set. */
  Map<String, String> settings() {
    return new HashMap<>(settings);
  }

  Optional<EmbeddedNetwork> network() {
    return Optional.ofNullable(network);
  }

  Optional<EmbeddedDatabase> database() {
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
              + " needs the pooler's secret key in kale.pooler.secret-file; see docs/operations.md");
    }
  }
}
