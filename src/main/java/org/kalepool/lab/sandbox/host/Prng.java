package org.kalepool.lab.sandbox.host;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** Random numbers from a seed: ChaCha20, drawn in words of 32 bits as Rust's rand draws them. */
final class Prng {
  static final int SEED_BYTES = 32;
  private static final byte[] SALT =
      HexFormat.of().parseHex("7ac33997544e3175d266bd022439b22cdb16508c01163f26e5cb2a3e1045a979");
  private static final long WORD = 0xFFFF_FFFFL;

  private final Budget budget;
  private final ChaChaEngine stream = new ChaChaEngine(20);

  private Prng(byte[] seed, Budget budget) {
    this.budget = budget;
    stream.init(true, new ParametersWithIV(new KeyParameter(seed), new byte[8]));
  }

  /** The one that all others come from; the network draws twice from it before it is used. */
  static Prng base(byte[] seed, Budget budget) {
    Prng base = seeded(seed, budget);
    base.raw(2 * SEED_BYTES);
    return base;
  }

  /** From a seed that may be anything. */
  static Prng seeded(byte[] seed, Budget budget) {
    budget.charge(CostType.COMPUTE_SHA256_HASH, 2, 64);
    HMac hmac = new HMac(new SHA256Digest());
    hmac.init(new KeyParameter(SALT));
    hmac.update(seed, 0, seed.length);
    byte[] even = new byte[SEED_BYTES];
    hmac.doFinal(even, 0);
    return new Prng(even, budget);
  }

  /** One of its own for a frame. */
  Prng branch() {
    budget.charge(CostType.CHA_CHA20_DRAW_BYTES, SEED_BYTES);
    budget.copy(SEED_BYTES);
    return new Prng(raw(SEED_BYTES), budget);
  }

  private byte[] raw(int length) {
    int whole = (length + 3) / 4 * 4;
    byte[] zeros = new byte[whole];
    byte[] drawn = new byte[whole];
    stream.processBytes(zeros, 0, whole, drawn, 0);
    return Arrays.copyOf(drawn, length);
  }

  private long word() {
    byte[] b = raw(4);
    return (b[0] & 0xFFL) | (b[1] & 0xFFL) << 8 | (b[2] & 0xFFL) << 16 | (b[3] & 0xFFL) << 24;
  }

  private long doubleWord() {
    long low = word();
    return low | word() << 32;
  }

  byte[] bytes(long length) {
    // the budget is asked first: it may be far too much
    budget.list(length, 1);
    budget.charge(CostType.CHA_CHA20_DRAW_BYTES, length);
    return raw((int) length);
  }

  /** Unsigned, both ends included. */
  long between(long low, long high) {
    budget.charge(CostType.CHA_CHA20_DRAW_BYTES, 16);
    long range = high - low + 1;
    if (range == 0) {
      return doubleWord();
    }
    BigInteger size = Values.unsigned(range);
    BigInteger all = BigInteger.ONE.shiftLeft(64);
    long zone = all.subtract(BigInteger.ONE).subtract(all.mod(size)).longValue();
    while (true) {
      BigInteger product = Values.unsigned(doubleWord()).multiply(size);
      if (Long.compareUnsigned(product.longValue(), zone) <= 0) {
        return low + product.shiftRight(64).longValue();
      }
    }
  }

  List<HostValue> shuffled(List<HostValue> items) {
    budget.charge(CostType.CHA_CHA20_DRAW_BYTES, 16L * items.size());
    budget.list(items.size(), 8);
    List<HostValue> shuffled = new ArrayList<>(items);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, below(i + 1));
    }
    return List.copyOf(shuffled);
  }

  private int below(long bound) {
    int zeros = Integer.numberOfLeadingZeros((int) bound);
    long zone = ((bound << zeros) & WORD) - 1;
    while (true) {
      long product = word() * bound;
      if ((product & WORD) <= zone) {
        return (int) (product >>> 32);
      }
    }
  }
}
