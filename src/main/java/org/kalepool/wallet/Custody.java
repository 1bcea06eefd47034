package org.kalepool.wallet;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jboss.logging.Logger;
import org.kalepool.db.RandomId;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Signer;
import org.kalepool.wallet.WalletRepository.Wallet;

/** Keeps the keys in the database and signs with them; a seed is in memory only meanwhile. */
@Singleton
final class Custody implements Wallets, Signer {
  private static final Logger LOG = Logger.getLogger(Custody.class);
  private static final int BATCH = 100;

  /** Who owns the signing key, among the wallets: nobody's id. */
  private static final UUID SIGNING = new UUID(0, 2);

  private final WalletRepository wallets;
  private final Clock clock;
  private final KeyEncryption keys;
  private final Sealer sealer;
  private final RandomGenerator random;

  Custody(WalletRepository wallets, Clock clock, KeyEncryption keys, RandomGenerator random) {
    this.wallets = wallets;
    this.clock = clock;
    this.keys = keys;
    this.random = random;
    // Nonces must never repeat, not even where a test repeats the rest.
    this.sealer = new Sealer(keys, new SecureRandom());
  }

  @Override
  public Address create(UUID owner) {
    byte[] seed = new byte[SecretSeed.BYTES];
    try {
      random.nextBytes(seed);
      return store(owner, WalletAddress.of(seed), seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  @Override
  public Address offer(UUID owner) {
    return derived(owner, WalletAddress::of);
  }

  @Override
  public void keep(UUID owner, Address account) {
    if (holds(account)) {
      return;
    }
    derived(
        owner,
        seed -> {
          if (!WalletAddress.of(seed).equals(account)) {
            throw new IllegalStateException(
                "the key of " + account + " is neither held nor was it offered to " + owner);
          }
          return store(owner, account, seed);
        });
  }

  private <T> T derived(UUID owner, Function<byte[], T> use) {
    byte[] seed = with(root(), root -> DerivedKeys.derive(root, owner));
    try {
      return use.apply(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private Address root() {
    return only(DerivedKeys.ROOT);
  }

  @Override
  public Address signingKey() {
    return QuarkusTransaction.joiningExisting().call(() -> only(SIGNING));
  }

  /** Made when it is needed for the first time; of two at once the second waits for the first. */
  private Address only(UUID owner) {
    return wallets
        .accountOf(owner)
        .orElseGet(
            () -> {
              wallets.lockRoot();
              return wallets.accountOf(owner).orElseGet(() -> create(owner));
            });
  }

  @Override
  public Address adopt(UUID owner, char[] secret) {
    byte[] seed = new byte[0];
    try {
      seed = SecretSeed.parse(secret);
      Address account = WalletAddress.of(seed);
      Optional<Wallet> held = wallets.wallet(account);
      if (held.isEmpty()) {
        return store(owner, account, seed);
      }
      if (!held.get().owner().equals(owner)) {
        throw new IllegalStateException("the key of " + account + " is held for another owner");
      }
      return account;
    } finally {
      Arrays.fill(secret, '\0');
      Arrays.fill(seed, (byte) 0);
    }
  }

  /**
   * Whether every key that wraps a wallet is here, and one wallet of each can be opened.
   *
   * @throws IllegalStateException if not, naming the key
   */
  void prove() {
    requireAllKeys();
    for (Wallet wallet : wallets.samples()) {
      try {
        with(wallet, seed -> seed.length);
      } catch (IllegalStateException e) {
        throw new IllegalStateException(
            "the wallet of "
                + wallet.account()
                + " cannot be opened with key-encryption key "
                + wallet.secret().kekId()
                + ": "
                + e.getMessage(),
            e);
      }
    }
  }

  private void requireAllKeys() {
    wallets.keyIds().forEach(keys::find);
  }

  @Override
  public int rotate() {
    requireAllKeys();
    int rotated = 0;
    int batch;
    do {
      batch = QuarkusTransaction.requiringNew().call(this::rotateBatch);
      rotated += batch;
    } while (batch > 0);
    LOG.infof("%d wallets wrapped by %s", rotated, keys.current());
    return rotated;
  }

  @Override
  public boolean holds(Address account) {
    return wallets.holds(account);
  }

  @Override
  public byte[] sign(Address account, byte[] hash) {
    return with(
        account,
        seed -> {
          byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
          Ed25519.sign(seed, 0, hash, 0, hash.length, signature, 0);
          return signature;
        });
  }

  private <T> T with(Address account, Function<byte[], T> use) {
    return with(
        wallets
            .wallet(account)
            .orElseThrow(() -> new IllegalArgumentException("no key of " + account + " is held")),
        use);
  }

  private <T> T with(Wallet wallet, Function<byte[], T> use) {
    byte[] seed = sealer.open(wallet.id(), wallet.account(), wallet.secret());
    try {
      if (!WalletAddress.of(seed).equals(wallet.account())) {
        throw new IllegalStateException("the stored key is not that of " + wallet.account());
      }
      return use.apply(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private Address store(UUID owner, Address account, byte[] seed) {
    UUID id = RandomId.of(random);
    SealedSecret secret = sealer.seal(id, account, seed);
    wallets.add(new WalletEntity(id, owner, account, secret, clock.instant()));
    return account;
  }

  private int rotateBatch() {
    List<Wallet> old = wallets.lockWrappedByOthers(keys.current().id(), BATCH);
    for (Wallet wallet : old) {
      wallets.rewrap(wallet.id(), sealer.rewrap(wallet.id(), wallet.account(), wallet.secret()));
    }
    return old.size();
  }
}
