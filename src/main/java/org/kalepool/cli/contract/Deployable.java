package org.kalepool.cli.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;

/** The committed contracts, whose wasm the pool carries as {@code contracts/NAME.wasm}. */
public enum Deployable {
  SPLIT("split", "kale.split.contract-id"),
  BATCH("batch", "kale.batch.contract-id"),
  VAULT("vault", null),
  /** What vaults are made by. */
  POOL("pool", "kale.vault.contract-id");

  private final String label;
  private final @Nullable String setting;

  Deployable(String label, @Nullable String setting) {
    this.label = label;
    this.setting = setting;
  }

  String label() {
    return label;
  }

  /** Whether there is one of it; of {@link #VAULT}'s code the pool contract makes many. */
  boolean isMadeOnce() {
    return this != VAULT;
  }

  /** By which a pool is told the contract's id, if it uses one. */
  public Optional<String> setting() {
    return Optional.ofNullable(setting);
  }

  byte[] code() {
    String name = "/contracts/" + label + ".wasm";
    try (InputStream in = Deployable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in this program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String base64() {
    return Base64.getEncoder().encodeToString(code());
  }

  /** The code's hash on every network. */
  Hash hash() {
    return Hash.of(Sha256.of(code()));
  }
}
