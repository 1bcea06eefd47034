package org.kalepool.work.miner;

/** The kernel in C (src/main/c), for one instruction set. */
final class NativeKernel implements Kernel {
  /** Numbered as in kalehash.c. */
  enum InstructionSet {
    PORTABLE,
    AVX2,
    AVX512,
    NEON,
    SHA3
  }

  private final InstructionSet set;

  /**
   * The library has to be loaded.
   *
   * @throws UnsupportedOperationException if the CPU, or the compiler of the library, lacks these
   *     instructions
   */
  NativeKernel(InstructionSet set) {
    if (!fits(set.ordinal())) {
      throw new UnsupportedOperationException("this CPU or this build has no " + set);
    }
    this.set = set;
  }

  @Override
  public String name() {
    return "native-"
        + switch (set) {
          case PORTABLE -> "portable";
          case AVX2 -> "avx2";
          case AVX512 -> "avx512";
          case NEON -> "neon";
          case SHA3 -> "sha3";
        };
  }

  @Override
  public int scan(long[] constants, int startLow, int count, long mask) {
    return search(set.ordinal(), constants, startLow, count, mask);
  }

  private static native boolean fits(int set);

  private static native int search(int set, long[] constants, int startLow, int count, long mask);
}
