package org.kalepool.lab.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.contract.HostCalls;
import org.kalepool.lab.sandbox.ledger.AssetEvents;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.ConfigSettings;
import org.kalepool.lab.sandbox.ledger.Contracts;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.FeeRates;
import org.kalepool.lab.sandbox.ledger.Headers;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.StoredEntry;

/** The rules and the entries that a sandbox starts from. */
final class Genesis {
  private static final long BASE_FEE = 100;
  private static final long BASE_RESERVE = 5_000_000;
  private static final long INSTANCE_LIFE = 3_110_400;

  private final SandboxConfig config;
  private final byte @Nullable [] wasm;
  private final Hash code;
  private final NetworkRules rules;
  private final HostCalls host;

  Genesis(SandboxConfig config) {
    this.config = config;
    byte[] networkId = Sha256.of(config.passphrase().getBytes(StandardCharsets.UTF_8));
    this.wasm = wasm(config);
    this.code = wasm == null ? config.code() : Hash.of(Sha256.of(wasm));
    CreditAsset kale = new CreditAsset("KALE", config.issuer());
    Address assetContract = config.farm().asset();
    this.rules =
        new NetworkRules(
            networkId,
            BASE_FEE,
            BASE_RESERVE,
            config.minTempTtl(),
            config.minPersistentTtl(),
            config.checkSignatures(),
            config.onePendingPerAccount(),
            FeeRates.mainnet(),
            config.limits(),
            new Contracts(
                config.farmContract(),
                assetContract,
                kale,
                new AssetEvents(networkId, kale, assetContract),
                code,
                wasm == null,
                !config.farmless()));
    this.host = new HostCalls(rules);
  }

  private static byte @Nullable [] wasm(SandboxConfig config) {
    Path file = config.farmWasm();
    try {
      return file == null ? null : Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the farm's code cannot be read from " + file, e);
    }
  }

  NetworkRules rules() {
    return rules;
  }

  HostCalls host() {
    return host;
  }

  ClosedLedger firstLedger() {
    Ledger first = new Ledger(config.initialLedger(), config.initialTime());
    return new Headers(rules).close(first, Hash.ZERO, BASE_FEE, List.of(), 0);
  }

  Map<Key, StoredEntry> entries() {
    Map<Key, StoredEntry> entries = new LinkedHashMap<>(settings());
    if (!config.farmless()) {
      putFarm(entries);
    }
    config.accounts().forEach(holding -> put(entries, holding));
    return entries;
  }

  private void putFarm(Map<Key, StoredEntry> entries) {
    long ledger = config.initialLedger();
    long until = ledger + INSTANCE_LIFE;
    if (wasm != null) {
      Key key = new Key.Code(code);
      entries.put(key, new StoredEntry(host.codeEntry(wasm), ledger, until, null));
    }
    entries.put(
        new Key.Instance(config.farmContract()),
        new StoredEntry(new Data.FarmInstance(config.farm(), code), ledger, until, null));
    entries.put(
        new Key.Instance(config.farm().asset()),
        new StoredEntry(
            new Data.AssetInstance(rules.contracts().kale(), config.farmContract()),
            ledger,
            until,
            null));
    entries.put(new Key.Account(config.issuer()), account(Xlm.ofStroops(1_000_0000000L)));
    if (config.farm().homesteader().isAccount()) {
      entries.put(
          new Key.Account(config.farm().homesteader()), account(Xlm.ofStroops(1_000_0000000L)));
    }
  }

  /** The network's settings, which come from the configuration at every start. */
  Map<Key, StoredEntry> settings() {
    return ConfigSettings.of(rules, config.ledgerSeconds() * 1_000L);
  }

  private void put(Map<Key, StoredEntry> entries, SandboxConfig.Holding holding) {
    Kale kale = holding.kale();
    StoredEntry account = account(holding.lumens());
    if (kale != null && account.data() instanceof Data.Account data) {
      account = account.with(data.counts(1, 0, 0));
      entries.put(
          new Key.Trust(holding.account(), rules.contracts().kale()),
          StoredEntry.classic(new Data.Trust(kale.stroops(), holding.limit().stroops()))
              .modifiedIn(config.initialLedger()));
    }
    entries.put(new Key.Account(holding.account()), account);
  }

  private StoredEntry account(Xlm lumens) {
    return StoredEntry.classic(Data.Account.opened(lumens.stroops(), config.initialLedger() << 32))
        .modifiedIn(config.initialLedger());
  }
}
