package org.kalepool.work.miner;

/** The kernel in C (src/main/c), for one instruction set. */
final class NativeKernel implements Kernel {
  /** Numbered as in kalehash.c. */
  enum InstructionSet {
    PORTABLE,
    AVX2,
    AVX512
  }

  private final InstructionSet set;

  /**
   * The library has to be loaded.
   *
   * @throws UnsupportedOperationException if the CPU lacks these instructions
   */
  NativeKernel(InstructionSet set) {
    if (!fits(set.ordinal())) {
      throw new UnsupportedOperationException("the CPU has no " + set);
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
        };
  }

  @Override
  public int scan(long[] constants, int startLow, int count, long mask) {
    return search(set.ordinal(), constants, startLow, count, mask);
  }

  private static native boolean fits(int set);

  private static native int search(int set, long[] constants, int startLow, int count, long mask);
}
