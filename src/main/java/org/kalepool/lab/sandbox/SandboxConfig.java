package org.kalepool.lab.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.ledger.AssetEvents;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.stellar.sdk.KeyPair;

/**
 * What a sandbox starts as. Begin with {@link #defaults()}, {@link #stepped()} or {@link #replay}
 * and change what matters.
 *
 * @param passphrase the network's
 * @param farmContract the KALE contract's address
 * @param code the hash of the KALE contract's code, in every call's footprint
 * @param farm the contract's instance to start from
 * @param issuer of the KALE asset
 * @param initialLedger the number of the ledger that everything starts from
 * @param initialTime its close time, Unix seconds
 * @param minTempTtl ledgers that a new temporary entry lives, its first included
 * @param minPersistentTtl the same of a persistent entry
 * @param ledgerSeconds network seconds between two ledgers, 1 to 6
 * @param speed network seconds that pass in a second of the wall
 * @param automatic whether ledgers close by the wall's clock; otherwise only when told
 * @param port TCP port on the loopback interface, 0 for any
 * @param host the interface to listen on
 * @param dataDir where the state outlives the process, null for memory only
 * @param seed of everything random
 * @param checkSignatures false lets everybody do everything, for replays
 * @param onePendingPerAccount false lets an account send any number of transactions with ascending
 *     sequence numbers into one ledger; they are applied in the order sent
 * @param retentionLedgers how many ledgers' transactions and events are remembered
 * @param bots how many other farmers take part
 * @param friendbot what the friendbot gives
 * @param farmless whether everything starts without the farm, its asset's contract and accounts of
 *     theirs, as a new network does
 * @param farmWasm the KALE contract's own code to run instead of the rules in Java, null for those
 */
public record SandboxConfig(
    String passphrase,
    Address farmContract,
    Hash code,
    Farm farm,
    Address issuer,
    long initialLedger,
    long initialTime,
    long minTempTtl,
    long minPersistentTtl,
    int ledgerSeconds,
    double speed,
    boolean automatic,
    int port,
    String host,
    @Nullable Path dataDir,
    long seed,
    boolean checkSignatures,
    boolean onePendingPerAccount,
    long retentionLedgers,
    int bots,
    Xlm friendbot,
    Limits limits,
    List<Holding> accounts,
    boolean farmless,
    @Nullable Path farmWasm) {

  /** The sandbox's own network. */
  public static final String PASSPHRASE = "Kale Pool Sandbox ; November 2026";

  private static final String CODE =
      "e104f958c5cb3d66a75c12df81d6cef167587fa36be352beca68d6be75718243";

  /**
   * An account to start with.
   *
   * @param kale what it holds, null when it has no trustline
   * @param limit of the trustline
   */
  public record Holding(Address account, Xlm lumens, @Nullable Kale kale, Kale limit) {
    public static Holding of(Address account, Xlm lumens, @Nullable Kale kale) {
      return new Holding(account, lumens, kale, Kale.ofStroops(Long.MAX_VALUE));
    }
  }

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SandboxConfig {
    if (ledgerSeconds < 1 || ledgerSeconds > 6) {
      throw new IllegalArgumentException("a ledger takes 1 to 6 seconds, not " + ledgerSeconds);
    }
    if (!(speed > 0)) {
      throw new IllegalArgumentException("the speed must be positive: " + speed);
    }
    if (minTempTtl < 1 || minPersistentTtl < 1 || retentionLedgers < 1 || bots < 0) {
      throw new IllegalArgumentException("lives, retention and bots cannot be negative");
    }
    accounts = List.copyOf(accounts);
  }

  /** Ledgers of 5 s by the wall's clock, mainnet's limits and fees, a day's life for pails. */
  public static SandboxConfig defaults() {
    long time = 1_795_000_000L;
    Address issuer = Address.account(KeyPair.fromSecretSeed(named("issuer")).getPublicKey());
    byte[] networkId = Sha256.of(PASSPHRASE.getBytes(StandardCharsets.UTF_8));
    Address asset = AssetEvents.derived(networkId, new CreditAsset("KALE", issuer));
    Address homesteader =
        Address.account(KeyPair.fromSecretSeed(named("homesteader")).getPublicKey());
    return new SandboxConfig(
        PASSPHRASE,
        Address.contract(named("farm")),
        Hash.ofHex(CODE),
        new Farm(homesteader, asset, 0, Block.unobserved(time), false),
        issuer,
        1_000,
        time,
        17_280,
        2_073_600,
        5,
        1,
        true,
        0,
        "127.0.0.1",
        null,
        1,
        true,
        true,
        17_280,
        0,
        Xlm.ofStroops(10_000_0000000L),
        Limits.mainnet(),
        List.of(),
        false,
        null);
  }

  /** Like {@link #defaults()}, but ledgers close only when told. */
  public static SandboxConfig stepped() {
    return defaults().with().automatic(false).build();
  }

  /**
   * For replays of recorded calls: stepped, nothing is signed or authorized, an account may send
   * many transactions for one ledger, and ledgers have no bounds.
   */
  public static SandboxConfig replay(
      Address farmContract, Farm farm, long ledger, long time, long minTempTtl) {
    return stepped()
        .with()
        .farm(farmContract, farm)
        .start(ledger, time)
        .minTempTtl(minTempTtl)
        .checkSignatures(false)
        .onePendingPerAccount(false)
        .limits(Limits.none())
        .build();
  }

  private static byte[] named(String what) {
    return Sha256.of(("kale-pool sandbox " + what).getBytes(StandardCharsets.UTF_8));
  }

  /** A copy to change. */
  public SandboxConfigBuilder with() {
    return new SandboxConfigBuilder(this);
  }
}
