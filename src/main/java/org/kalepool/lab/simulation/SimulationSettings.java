package org.kalepool.lab.simulation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;

/** The network of a simulation, and what a pool has to be told to be simulated on it. */
public final class SimulationSettings {
  /** The key of its operators. */
  static final String OPERATOR = "simulated-operator-simulated-operator";

  private SimulationSettings() {}

  /** The network of a simulation: pails live six blocks, so that some expire. */
  static SandboxConfig network(long seed, int bots) {
    return SandboxConfig.stepped()
        .with()
        .seed(seed)
        .bots(bots)
        .ledgerSeconds(6)
        .minTempTtl(SimulatedFaults.LIFE)
        .retentionLedgers(2_000)
        .build();
  }

  /** What the pool has to be told to be simulated on that network. */
  public static Map<String, String> of(SandboxConfig network) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kale.stepped", "true");
    settings.put("kale.seed", Long.toString(network.seed()));
    settings.put("kale.stepped.start", Instant.ofEpochSecond(network.initialTime()).toString());
    settings.put("kale.rpc.url", "local");
    settings.put("kale.network.passphrase", network.passphrase());
    settings.put("kale.contract.id", network.farmContract().text());
    settings.put("kale.asset", "KALE:" + network.issuer().text());
    settings.put("kale.pooler.generate-wallet", "true");
    settings.put("kale.http.requests-per-minute", "0");
    settings.put("kale.farmer.registrations-per-address", "0");
    settings.put("kale.work.stepped-hashes", "2400");
    // so that even short runs archive most of what they do
    settings.put("kale.history.keep-blocks", "14");
    settings.put("kale.history.page-blocks", "4");
    settings.put("kale.history.keep-envelopes", "10m");
    // nobody reads what it finds; the simulation looks itself
    settings.put("kale.watchdog.interval", "5m");
    // what the wall's clock does to the pool of connections would change what a cut finds
    settings.put("quarkus.datasource.jdbc.idle-removal-interval", "0");
    settings.put("quarkus.datasource.jdbc.background-validation-interval", "0");
    settings.put("quarkus.datasource.jdbc.foreground-validation-interval", "0");
    settings.put("quarkus.datasource.jdbc.max-size", "8");
    // planned once on a connection, not five times
    settings.put("quarkus.datasource.jdbc.additional-jdbc-properties.prepareThreshold", "1");
    return settings;
  }

  /** Has works and harvests share transactions, by a contract that is put on the network. */
  static Map<String, String> batches(Sandbox network) {
    return Map.of(
        "kale.batch.contract-id", LabContracts.batch(network).text(), "kale.batch.size", "5");
  }

  /** Has farmers keep KALE in vaults of a contract that is put on the network once it runs. */
  static Map<String, String> vaults() {
    return Map.of(
        "kale.vault.contract-id",
        LabContracts.pool().text(),
        "kale.vault.cover",
        SimulatedVaults.COVER.toString(),
        "kale.vault.settle-every",
        "30m",
        "kale.vault.settle-least",
        "0.1");
  }

  /** The keys of a pool that guards nothing. */
  static Map<String, String> keys() {
    return Map.of("kale.wallet.kek", "5e".repeat(32), "kale.operator.key", OPERATOR);
  }
}
