package org.kalepool.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.Sandbox;

/** The pool's own contracts, put on a sandbox network. */
public final class LabContracts {
  private LabContracts() {}

  /** The batch contract's address. */
  public static Address batch(Sandbox network) {
    return network.install(read("batch"));
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
