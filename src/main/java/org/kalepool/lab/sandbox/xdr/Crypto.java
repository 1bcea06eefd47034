package org.kalepool.lab.sandbox.xdr;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.kalepool.kale.Hash;

/** The hash and the signature that everything on Stellar uses. */
public final class Crypto {
  private Crypto() {}

  public static Hash sha256(byte[] bytes) {
    return Hash.of(sha256Bytes(bytes));
  }

  public static byte[] sha256Bytes(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether an Ed25519 signature is this key's over the message. */
  public static boolean verify(byte[] key, byte[] message, byte[] signature) {
    return signature.length == 64
        && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
  }
}
