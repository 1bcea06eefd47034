package org.kalepool.lab.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.ledger.Limits;

/** Changes a {@link SandboxConfig}; what each setting means is said there. */
public final class SandboxConfigBuilder {
  private String passphrase;
  private Address farmContract;
  private Hash code;
  private Farm farm;
  private Address issuer;
  private long initialLedger;
  private long initialTime;
  private long minTempTtl;
  private long minPersistentTtl;
  private int ledgerSeconds;
  private double speed;
  private boolean automatic;
  private int port;
  private String host;
  private @Nullable Path dataDir;
  private long seed;
  private boolean checkSignatures;
  private boolean onePendingPerAccount;
  private long retentionLedgers;
  private int bots;
  private Xlm friendbot;
  private Limits limits;
  private List<SandboxConfig.Holding> accounts;
  private boolean farmless;
  private @Nullable Path farmWasm;

  SandboxConfigBuilder(SandboxConfig config) {
    passphrase = config.passphrase();
    farmContract = config.farmContract();
    code = config.code();
    farm = config.farm();
    issuer = config.issuer();
    initialLedger = config.initialLedger();
    initialTime = config.initialTime();
    minTempTtl = config.minTempTtl();
    minPersistentTtl = config.minPersistentTtl();
    ledgerSeconds = config.ledgerSeconds();
    speed = config.speed();
    automatic = config.automatic();
    port = config.port();
    host = config.host();
    dataDir = config.dataDir();
    seed = config.seed();
    checkSignatures = config.checkSignatures();
    onePendingPerAccount = config.onePendingPerAccount();
    retentionLedgers = config.retentionLedgers();
    bots = config.bots();
    friendbot = config.friendbot();
    limits = config.limits();
    accounts = new ArrayList<>(config.accounts());
    farmless = config.farmless();
    farmWasm = config.farmWasm();
  }

  /** The network's passphrase. */
  public SandboxConfigBuilder passphrase(String newPassphrase) {
    passphrase = newPassphrase;
    return this;
  }

  /** The KALE contract and the instance it starts from, which names the asset's contract. */
  public SandboxConfigBuilder farm(Address contract, Farm newFarm) {
    farmContract = contract;
    farm = newFarm;
    return this;
  }

  /** The hash of the KALE contract's code, which is in every call's footprint. */
  public SandboxConfigBuilder code(Hash hash) {
    code = hash;
    return this;
  }

  /** The asset's issuer, whose contract stays the one that the farm names. */
  public SandboxConfigBuilder issuer(Address newIssuer) {
    issuer = newIssuer;
    return this;
  }

  /**
   * Sets the first ledger.
   *
   * @param ledger the number of the ledger that everything starts from
   * @param time its close time, Unix seconds
   */
  public SandboxConfigBuilder start(long ledger, long time) {
    initialLedger = ledger;
    initialTime = time;
    return this;
  }

  /** An account to start with. */
  public SandboxConfigBuilder account(Address account, Xlm lumens, @Nullable Kale kale) {
    accounts.add(SandboxConfig.Holding.of(account, lumens, kale));
    return this;
  }

  /** An account to start with. */
  public SandboxConfigBuilder account(SandboxConfig.Holding holding) {
    accounts.add(holding);
    return this;
  }

  public SandboxConfigBuilder minTempTtl(long value) {
    minTempTtl = value;
    return this;
  }

  public SandboxConfigBuilder minPersistentTtl(long value) {
    minPersistentTtl = value;
    return this;
  }

  /** Starts without the farm, its asset's contract and accounts of theirs. */
  public SandboxConfigBuilder farmless(boolean value) {
    farmless = value;
    return this;
  }

  /** The KALE contract's own code, to be run instead of the rules in Java. */
  public SandboxConfigBuilder farmWasm(@Nullable Path value) {
    farmWasm = value;
    return this;
  }

  public SandboxConfigBuilder ledgerSeconds(int value) {
    ledgerSeconds = value;
    return this;
  }

  public SandboxConfigBuilder speed(double value) {
    speed = value;
    return this;
  }

  public SandboxConfigBuilder automatic(boolean value) {
    automatic = value;
    return this;
  }

  public SandboxConfigBuilder port(int value) {
    port = value;
    return this;
  }

  public SandboxConfigBuilder dataDir(@Nullable Path value) {
    dataDir = value;
    return this;
  }

  public SandboxConfigBuilder seed(long value) {
    seed = value;
    return this;
  }

  public SandboxConfigBuilder checkSignatures(boolean value) {
    checkSignatures = value;
    return this;
  }

  public SandboxConfigBuilder onePendingPerAccount(boolean value) {
    onePendingPerAccount = value;
    return this;
  }

  public SandboxConfigBuilder retentionLedgers(long value) {
    retentionLedgers = value;
    return this;
  }

  public SandboxConfigBuilder bots(int value) {
    bots = value;
    return this;
  }

  public SandboxConfigBuilder limits(Limits value) {
    limits = value;
    return this;
  }

  public SandboxConfig build() {
    return new SandboxConfig(
        passphrase,
        farmContract,
        code,
        farm,
        issuer,
        initialLedger,
        initialTime,
        minTempTtl,
        minPersistentTtl,
        ledgerSeconds,
        speed,
        automatic,
        port,
        host,
        dataDir,
        seed,
        checkSignatures,
        onePendingPerAccount,
        retentionLedgers,
        bots,
        friendbot,
        limits,
        accounts,
        farmless,
        farmWasm);
  }
}
