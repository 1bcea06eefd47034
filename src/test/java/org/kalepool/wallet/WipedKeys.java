package org.kalepool.wallet;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.kalepool.kale.Address;

/**
 * Seals, opens and wraps anew under keys that can be foretold, and writes down all that is in its
 * memory, garbage included. The keys are computed, so that they are in no constant.
 */
final class WipedKeys {
  private WipedKeys() {}

  /** A random source whose every key of 32 bytes is the same, and whose nonces are not. */
  private static final class Foretold extends SecureRandom {
    private static final long serialVersionUID = 1;

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length == 32) {
        fill(bytes, 101);
      } else {
        super.nextBytes(bytes);
      }
    }
  }

  /** What nobody would find by chance. */
  static void fill(byte[] bytes, int salt) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (salt * (i + 3) + i * i * 7);
    }
  }

  /**
   * @param arguments the file to write to, and whether to leave a key behind on purpose
   */
  public static void main(String... arguments) throws IOException {
    byte[] kek = new byte[32];
    fill(kek, 55);
    Sealer sealer = new Sealer(new KeyEncryption(List.of(kek)), new Foretold());
    Address account = Address.account(new byte[32]);
    UUID wallet = new UUID(1, 2);
    byte[] seed = new byte[32];
    fill(seed, 77);
    SealedSecret secret = sealer.rewrap(wallet, account, sealer.seal(wallet, account, seed));
    for (int i = 0; i < 50; i++) {
      Arrays.fill(sealer.open(wallet, account, secret), (byte) 0);
    }
    Arrays.fill(seed, (byte) 0);
    byte[] left = new byte[32];
    if (arguments[1].equals("leave")) {
      fill(left, 101);
    }
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(arguments[0], false);
    System.out.println(secret.kekId() + Arrays.hashCode(left));
  }
}
