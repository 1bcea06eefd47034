package org.kalepool.lab.sandbox.host;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Hashes and signatures. */
final class HostCrypto {
  private static final X9ECParameters K1 = CustomNamedCurves.getByName("secp256k1");
  private static final X9ECParameters R1 = CustomNamedCurves.getByName("secp256r1");
  private static final int UNCOMPRESSED = 4;

  /** Points of small order, the sign left out: a key or a signature with one says nothing. */
  private static final List<byte[]> SMALL_ORDER =
      List.of(
          HexFormat.of().parseHex("00".repeat(32)),
          HexFormat.of().parseHex("01" + "00".repeat(31)),
          HexFormat.of()
              .parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          HexFormat.of()
              .parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
          HexFormat.of().parseHex("ec" + "ff".repeat(30) + "7f"),
          HexFormat.of().parseHex("ed" + "ff".repeat(30) + "7f"),
          HexFormat.of().parseHex("ee" + "ff".repeat(30) + "7f"));

  private record Ecdsa(BigInteger r, BigInteger s) {}

  private final Budget budget;
  private final Diagnostics log;

  HostCrypto(Budget budget, Diagnostics log) {
    this.budget = budget;
    this.log = log;
  }

  byte[] sha256(byte[] bytes) {
    budget.charge(CostType.COMPUTE_SHA256_HASH, bytes.length);
    return Sha256.of(bytes);
  }

  byte[] keccak256(byte[] bytes) {
    budget.list(32, 1);
    budget.charge(CostType.COMPUTE_KECCAK256_HASH, bytes.length);
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(bytes, 0, bytes.length);
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }

  /** Ends the call unless it is a key. */
  void checkEd25519Key(byte[] key) {
    budget.charge(CostType.COMPUTE_ED25519_PUB_KEY);
    if (key.length != 32) {
      throw invalid("invalid length of ed25519 public key", Values.u32(key.length));
    }
    if (!Ed25519.validatePublicKeyPartial(key, 0)) {
      throw invalid("invalid ed25519 public key", Values.bytes(key));
    }
  }

  /** Ends the call unless the signature is the key's, which was checked. */
  void verifyEd25519(byte[] key, byte[] message, byte[] signature) {
    budget.charge(CostType.VERIFY_ED25519_SIG, message.length);
    boolean good =
        !smallOrder(key)
            && !smallOrder(Arrays.copyOf(signature, 32))
            && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    if (!good) {
      throw invalid("failed ED25519 verification");
    }
  }

  private static boolean smallOrder(byte[] point) {
    byte[] unsigned = point.clone();
    unsigned[31] &= 0x7F;
    return SMALL_ORDER.stream().anyMatch(small -> Arrays.equals(small, unsigned));
  }

  private Ecdsa ecdsa(byte[] signature, X9ECParameters curve) {
    budget.charge(CostType.DECODE_ECDSA_CURVE256_SIG);
    if (signature.length != 64) {
      throw invalid("invalid ECDSA sinature");
    }
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    if (!inRange(r, curve) || !inRange(s, curve)) {
      throw invalid("invalid ECDSA sinature");
    }
    if (s.compareTo(curve.getN().shiftRight(1)) > 0) {
      throw invalid("ECDSA signature 's' part is not normalized to low form");
    }
    return new Ecdsa(r, s);
  }

  private static boolean inRange(BigInteger number, X9ECParameters curve) {
    return number.signum() > 0 && number.compareTo(curve.getN()) < 0;
  }

  /** The key, uncompressed, that a signature was made with. */
  byte[] recoverSecp256k1(byte[] digest, byte[] signature, long recovery) {
    Ecdsa sig = ecdsa(signature, K1);
    if (recovery > 3) {
      throw invalid("invalid ECDSA-secp256k1 recovery ID", Values.u32(recovery));
    }
    requireDigest(digest);
    budget.charge(CostType.RECOVER_ECDSA_SECP256K1_KEY);
    BigInteger n = K1.getN();
    BigInteger x = recovery < 2 ? sig.r() : sig.r().add(n);
    if (x.compareTo(K1.getCurve().getField().getCharacteristic()) >= 0) {
      throw invalid("ECDSA-secp256k1 signature recovery failed");
    }
    byte[] encoded = new byte[33];
    encoded[0] = (byte) (2 + (recovery & 1));
    System.arraycopy(ScValOut.fixed(x, 32), 0, encoded, 1, 32);
    ECPoint point;
    try {
      point = K1.getCurve().decodePoint(encoded);
    } catch (IllegalArgumentException e) {
      throw invalid("ECDSA-secp256k1 signature recovery failed");
    }
    BigInteger inverse = sig.r().modInverse(n);
    BigInteger z = new BigInteger(1, digest);
    ECPoint key =
        ECAlgorithms.sumOfTwoMultiplies(
                K1.getG(),
                z.negate().multiply(inverse).mod(n),
                point,
                sig.s().multiply(inverse).mod(n))
            .normalize();
    if (key.isInfinity()) {
      throw invalid("ECDSA-secp256k1 signature recovery failed");
    }
    return key.getEncoded(false);
  }

  void verifySecp256r1(byte[] key, byte[] digest, byte[] signature) {
    budget.charge(CostType.SEC1_DECODE_POINT_UNCOMPRESSED);
    ECPoint point;
    try {
      if (key.length != 65 || key[0] != UNCOMPRESSED) {
        throw invalid("invalid ECDSA public key");
      }
      point = R1.getCurve().decodePoint(key);
    } catch (IllegalArgumentException e) {
      throw invalid("invalid ECDSA public key");
    }
    Ecdsa sig = ecdsa(signature, R1);
    requireDigest(digest);
    budget.charge(CostType.VERIFY_ECDSA_SECP256R1_SIG);
    BigInteger n = R1.getN();
    BigInteger inverse = sig.s().modInverse(n);
    ECPoint sum =
        ECAlgorithms.sumOfTwoMultiplies(
                R1.getG(),
                new BigInteger(1, digest).multiply(inverse).mod(n),
                point,
                sig.r().multiply(inverse).mod(n))
            .normalize();
    if (sum.isInfinity() || !sum.getAffineXCoord().toBigInteger().mod(n).equals(sig.r())) {
      throw invalid("failed secp256r1 verification");
    }
  }

  private void requireDigest(byte[] digest) {
    requireLength("msg_digest", digest, 32);
  }

  /** Ends the call unless there are so many bytes. */
  byte[] requireLength(String name, byte[] bytes, int length) {
    if (bytes.length != length) {
      throw log.fault(
          Kind.OBJECT,
          Code.UNEXPECTED_SIZE,
          "expected fixed-length bytes slice, got slice with different size",
          Values.string(name),
          Values.u32(length),
          Values.u32(bytes.length));
    }
    budget.copy(length);
    return bytes;
  }

  private HostFault invalid(String message, HostValue... args) {
    return log.fault(Kind.CRYPTO, Code.INVALID_INPUT, message, args);
  }
}
