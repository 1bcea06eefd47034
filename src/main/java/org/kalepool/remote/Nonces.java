package org.kalepool.remote;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;

/** What nonces and hashes look like in requests. */
final class Nonces {
  static final String HASH = "^[0-9a-f]{64}$";
  static final String NO_HASH = "must be 64 hexadecimal digits in lower case";

  /** 2<sup>64</sup> − 1. */
  static final String MOST = "18446744073709551615";

  private static final int BITS = 64;

  private Nonces() {}

  static void check(Checks checks, @Nullable BigInteger nonce) {
    if (nonce != null && (nonce.signum() < 0 || nonce.bitLength() > BITS)) {
      checks.add("nonce", "must be an unsigned number of 64 bits");
    }
  }
}
