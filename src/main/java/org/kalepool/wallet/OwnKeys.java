package org.kalepool.wallet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Signer;

/**
 * The keys of a pooler's machine: that of its wallet, and those of accounts of its own, which
 * {@link DerivedKeys} makes from it and a number. So they need not be stored, and whoever has the
 * wallet's secret can get at what lies on these accounts, whatever else is lost. In memory the
 * wallet's seed is sealed; it and the others are open only while a signature is made.
 */
public final class OwnKeys implements Signer {
  private static final String LABEL = "kale-pool pooler's channel 1";
  private static final UUID WALLET = new UUID(0, 2);

  private final Sealer sealer;
  private final Address wallet;
  private final SealedSecret sealed;
  private final Map<Address, Integer> numbers = new TreeMap<>();

  private OwnKeys(byte[] seed, int accounts) {
    SecureRandom random = new SecureRandom();
    byte[] kek = new byte[32];
    random.nextBytes(kek);
    this.sealer = new Sealer(new KeyEncryption(List.of(kek)), random);
    this.wallet = WalletAddress.of(seed);
    this.sealed = sealer.seal(WALLET, wallet, seed);
    for (int number = 1; number <= accounts; number++) {
      byte[] derived = derive(seed, number);
      numbers.put(WalletAddress.of(derived), number);
      Arrays.fill(derived, (byte) 0);
    }
  }

  /**
   * Reads the wallet's secret (S…).
   *
   * @param accounts how many accounts of its own there can be
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it holds no secret; the message tells nothing of it
   */
  public static OwnKeys read(Path file, int accounts) throws IOException {
    char[] text = SecretText.read(file);
    byte[] seed = new byte[0];
    try {
      seed = SecretSeed.parse(text);
      return new OwnKeys(seed, accounts);
    } finally {
      Arrays.fill(text, '\0');
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** The same of a seed's 32 bytes, on networks where nothing is worth anything. */
  public static OwnKeys of(byte[] seed, int accounts) {
    return new OwnKeys(seed, accounts);
  }

  private static byte[] derive(byte[] seed, int number) {
    return DerivedKeys.derive(
        seed,
        LABEL.getBytes(StandardCharsets.US_ASCII),
        ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  public Address wallet() {
    return wallet;
  }

  /** The accounts of its own, in the order of their numbers, whether they exist or not. */
  public List<Address> accounts() {
    return numbers.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public boolean holds(Address account) {
    return account.equals(wallet) || numbers.containsKey(account);
  }

  @Override
  public byte[] sign(Address account, byte[] hash) {
    if (!holds(account)) {
      throw new IllegalArgumentException("no key of " + account + " is held");
    }
    Integer number = numbers.get(account);
    return open(
        seed -> {
          if (number == null) {
            return signature(seed, hash);
          }
          byte[] derived = derive(seed, number);
          try {
            return signature(derived, hash);
          } finally {
            Arrays.fill(derived, (byte) 0);
          }
        });
  }

  private <T> T open(Function<byte[], T> use) {
    byte[] seed = sealer.open(WALLET, wallet, sealed);
    try {
      return use.apply(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static byte[] signature(byte[] seed, byte[] hash) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, hash, 0, hash.length, signature, 0);
    return signature;
  }

  @Override
  public String toString() {
    return "keys of " + wallet;
  }
}
