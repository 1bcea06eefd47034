package org.kalepool.work.miner;

/** The kernel in C (src/main/c), for one instruction set. */
final class NativeKernel implements Kernel {
  /** Numbered as in kalehash.c. */
  enum InstructionSet {
    PORTABLE(0),
    AVX2(1),
    AVX512(2),
    NEON(3),
    SHA3(4);

    private final int number;

    InstructionSet(int number) {
      this.number = number;
    }
  }

  private final InstructionSet set;

  /**
   * The library has to be loaded.
   *
   * @throws UnsupportedOperationException if the CPU, or the compiler of the library, lacks these
   *     instructions
   */
  NativeKernel(InstructionSet set) {
    if (!fits(set.number)) {
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
    return search(set.number, constants, startLow, count, mask);
  }

  private static native boolean fits(int set);

  private static native int search(int set, long[] constants, int startLow, int count, long mask);
}
