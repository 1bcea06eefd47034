/** The tables of Keccak-f[1600]; lane x, y of the state has the index x + 5y. */
final class Keccak {
  private static final int[] ROTATION = {
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14
  };

  static final long[] ROUND_CONSTANTS = {
    0x0000000000000001L, 0x0000000000008082L, 0x800000000000808AL, 0x8000000080008000L,
    0x000000000000808BL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
    0x000000000000008AL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000AL,
    0x000000008000808BL, 0x800000000000008BL, 0x8000000000008089L, 0x8000000000008003L,
    0x8000000000008002L, 0x8000000000000080L, 0x000000000000800AL, 0x800000008000000AL,
    0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L
  };

  private Keccak() {}

  /** The lane that pi brings to {@code target}. */
  static int source(int target) {
    int newX = target % 5;
    int newY = target / 5;
    int x = (3 * (newY + 2 * newX)) % 5;
    return x + 5 * newX;
  }

  /** How far rho turns {@code lane} to the left, in bits. */
  static int rotation(int lane) {
    return ROTATION[lane];
  }
}
