package org.kalepool.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.Sandbox;

/** The pool's own contracts, put on a sandbox network. */
public final class LabContracts {
  private LabContracts() {}

  /** The batch contract's address. */
  public static Address batch(Sandbox network) {
    return network.install(read("batch"));
  }

  /** Where {@link #pool} puts the pool contract. */
  public static Address pool() {
    return Sandbox.poolContract();
  }

  /**
   * Puts the pool contract there, which makes vaults.
   *
   * @param operator the own pooler's wallet
   */
  public static Address pool(Sandbox network, Address operator) {
    return pool(network, operator, network.config().minTempTtl());
  }

  /**
   * The same, with another life of stakes.
   *
   * @param life ledgers after its stop in which nobody can claim a vault's cover
   */
  public static Address pool(Sandbox network, Address operator, long life) {
    return network.installPool(read("pool"), read("vault"), operator, life);
  }

  /** Puts the code of one of them there, by which contracts can be made; gives its SHA-256. */
  public static Hash code(Sandbox network, String name) {
    byte[] code = read(name);
    network.install(code);
    return Hash.of(Sha256.of(code));
  }

  private static byte[] read(String name) {
    try (InputStream in = LabContracts.class.getResourceAsStream("/contracts/" + name + ".wasm")) {
      if (in == null) {
        throw new IllegalStateException("the pool was built without its contracts");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
