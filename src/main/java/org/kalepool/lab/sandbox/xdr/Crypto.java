package org.kalepool.lab.sandbox.xdr;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;

/** The hash and the signature that everything on Stellar uses. */
public final class Crypto {
  private Crypto() {}

  public static Hash sha256(byte[] bytes) {
    return Hash.of(Sha256.of(bytes));
  }

  /** Whether an Ed25519 signature is this key's over the message. */
  public static boolean verify(byte[] key, byte[] message, byte[] signature) {
    return signature.length == 64
        && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
  }
}
