package org.kalepool.lab.sandbox.host;

import org.jspecify.annotations.Nullable;

/** Contracts in Java by what an instance says it executes. */
public interface Natives {
  /** No contract but wasm. */
  Natives NONE =
      new Natives() {
        @Override
        public @Nullable NativeContract asset() {
          return null;
        }

        @Override
        public @Nullable NativeContract code(byte[] hash) {
          return null;
        }
      };

  /** Assets' contracts (SAC), null when there are none. */
  @Nullable NativeContract asset();

  /**
   * Stands in for the wasm of this hash, null when that is to be run. The entry of the code must
   * exist, whatever is in it.
   */
  @Nullable NativeContract code(byte[] hash);
}
