import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * The AVX-512 kernel in assembly, 1.3 times as fast as what gcc makes of the same rounds. What it
 * does otherwise was found by measuring on Zen 5:
 *
 * <ul>
 *   <li>A 512-bit store between vector operations costs about two cycles of all of them, and a
 *       compiler spills in every round. Here the state stays in registers: 25 lanes, 5 differences
 *       and 2 to work with are 32. Rho and chi work in place and pi only renames, so no two of the
 *       rounds use the same registers and all are written out.
 *   <li>vpternlogq with three operands that have just been computed runs at about half its rate (2.0
 *       to 2.6 a cycle; vpxorq 4). So theta is done with vpxorq and differences: five operations
 *       more, and faster.
 *   <li>Rotations run in two of the four pipes, so they alternate with other operations, and chi
 *       trails theta and rho by two rows.
 * </ul>
 */
final class AssemblySource {
  /** How many lanes chi trails theta and rho by. */
  private static final int TRAIL = 10;

  private final StringBuilder out = new StringBuilder();
  private final Deque<Integer> free = new ArrayDeque<>();
  private int[] state = new int[25];
  private final int[] parity = new int[5];
  private int chiFirst;
  private int chiSecond;

  private AssemblySource() {
    for (int register = 0; register < 32; register++) {
      free.add(register);
    }
  }

  /**
   * Code for {@code uint64_t kalehash_avx512(const uint64_t *k, uint32_t start, uint64_t groups,
   * uint64_t mask)}: groups of eight nonces from a multiple of eight on; returns groups left &lt;&lt;
   * 8 | hits of the first group that has any, the searched one included in those left, or 0.
   */
  static String scan() {
    AssemblySource source = new AssemblySource();
    source.write();
    return source.out.toString();
  }

  private void write() {
    text(
        """
        #if defined(__x86_64__)
            .text
            .globl kalehash_avx512
            .hidden kalehash_avx512
            .type kalehash_avx512, @function
        kalehash_avx512:
            leaq constants(%rip), %r8
            testq %rdx, %rdx
            jz 2f
            .p2align 6
        1:
        """);
    firstRound();
    for (int round = 1; round < 23; round++) {
      middleRound(round);
    }
    lastRound();
    text(
        """
            jnz 3f
            addl $8, %esi
            decq %rdx
            jnz 1b
        2:
            xorl %eax, %eax
            vzeroupper
            ret
        3:
            shlq $8, %rdx
            orq %rdx, %rax
            vzeroupper
            ret
            .size kalehash_avx512, .-kalehash_avx512
            .section .rodata
            .p2align 6
        constants:
        """);
    for (long constant : Keccak.ROUND_CONSTANTS) {
      line(String.format(Locale.ROOT, ".quad 0x%016x", constant));
    }
    for (int lane = 0; lane < 8; lane++) {
      line(".quad " + lane + " << 24");
    }
    text(
        """
        #endif
            .section .note.GNU-stack,"",@progbits
        """);
  }

  private void text(String lines) {
    out.append(lines);
  }

  private void firstRound() {
    int nonce = free.remove();
    line("movl %esi, %eax");
    line("bswapl %eax");
    line("vpbroadcastq %rax, " + zmm(nonce));
    line("vpxorq 192(%r8), " + zmm(nonce) + ", " + zmm(nonce));
    for (int target = 0; target < 25; target++) {
      state[target] = free.remove();
      int turn = Rounds.nonceTurn(Keccak.source(target));
      String lane = zmm(state[target]);
      if (turn < 0) {
        line("vpbroadcastq " + 8 * target + "(%rdi), " + lane);
      } else {
        line("vprolq $" + turn + ", " + zmm(nonce) + ", " + lane);
        line("vpxorq " + 8 * target + "(%rdi){1to8}, " + lane + ", " + lane);
      }
    }
    free.add(nonce);
    for (int lane = 0; lane < 25; lane++) {
      chi(state, lane);
    }
    iota(0, state[0]);
    parities();
  }

  private void middleRound(int round) {
    int[] moved = new int[25];
    for (int target = 0; target < 25; target++) {
      moved[target] = state[Keccak.source(target)];
    }
    int[] difference = differences();
    for (int step = 0; step < 25 + TRAIL; step++) {
      if (step < 25) {
        int lane = Keccak.source(step);
        xor(moved[step], difference[lane % 5]);
        rotate(moved[step], Keccak.rotation(lane), moved[step]);
      }
      if (step == 24) {
        release(difference);
      }
      if (step >= TRAIL) {
        chi(moved, step - TRAIL);
      }
      if (step == TRAIL + 4) {
        iota(round, moved[0]);
      }
    }
    state = moved;
    parities();
  }

  /** The parities of the columns. */
  private void parities() {
    for (int x = 0; x < 5; x++) {
      parity[x] = free.remove();
      line("vpxorq " + zmm(state[x]) + ", " + zmm(state[5 + x]) + ", " + zmm(parity[x]));
      xor(parity[x], state[10 + x]);
    }
    for (int x = 0; x < 5; x++) {
      xor3(parity[x], state[15 + x], state[20 + x]);
    }
  }

  /** What theta adds to each column, in place of the parities: in an order that frees them early. */
  private int[] differences() {
    int[] difference = new int[5];
    for (int x : new int[] {0, 2, 4, 1, 3}) {
      difference[x] = free.remove();
      rotate(parity[(x + 1) % 5], 1, difference[x]);
      xor(difference[x], parity[(x + 4) % 5]);
      switch (x) {
        case 2 -> free.add(parity[1]);
        case 4 -> free.add(parity[3]);
        case 1 -> free.add(parity[0]);
        default -> {}
      }
    }
    free.add(parity[2]);
    free.add(parity[4]);
    return difference;
  }

  /** One lane of chi, in place; the first two of a row are copied before they are overwritten. */
  private void chi(int[] lanes, int lane) {
    int row = lane - lane % 5;
    int x = lane % 5;
    if (x == 0) {
      chiFirst = copy(lanes[row]);
      chiSecond = copy(lanes[row + 1]);
    }
    int next = x == 4 ? chiFirst : lanes[lane + 1];
    int afterNext = x == 3 ? chiFirst : x == 4 ? chiSecond : lanes[lane + 2];
    line("vpternlogq $0xd2, " + zmm(afterNext) + ", " + zmm(next) + ", " + zmm(lanes[lane]));
    if (x == 4) {
      free.add(chiFirst);
      free.add(chiSecond);
    }
  }

  private void iota(int round, int register) {
    line("vpxorq " + 8 * round + "(%r8){1to8}, " + zmm(register) + ", " + zmm(register));
  }

  /** As far as lane 0 of the hash, whose hits end up in eax and the flags. */
  private void lastRound() {
    int[] b = new int[3];
    for (int x = 0; x < 3; x++) {
      int lane = Keccak.source(x);
      int turned = free.remove();
      rotate(parity[(lane + 1) % 5], 1, turned);
      b[x] = state[lane];
      xor3(b[x], parity[(lane + 4) % 5], turned);
      free.add(turned);
      rotate(b[x], Keccak.rotation(lane), b[x]);
    }
    line("vpternlogq $0xd2, " + zmm(b[2]) + ", " + zmm(b[1]) + ", " + zmm(b[0]));
    iota(23, b[0]);
    line("vpbroadcastq %rcx, " + zmm(b[1]));
    line("vptestnmq " + zmm(b[1]) + ", " + zmm(b[0]) + ", %k1");
    line("kmovw %k1, %eax");
    line("testl %eax, %eax");
    release(state);
    release(parity);
  }

  private void release(int[] registers) {
    for (int register : registers) {
      free.add(register);
    }
  }

  /** A copy in a free register: renamed, not computed. */
  private int copy(int from) {
    int to = free.remove();
    line("vmovdqa64 " + zmm(from) + ", " + zmm(to));
    return to;
  }

  private void rotate(int from, int bits, int to) {
    if (bits > 0) {
      line("vprolq $" + bits + ", " + zmm(from) + ", " + zmm(to));
    }
  }

  private void xor(int to, int a) {
    line("vpxorq " + zmm(a) + ", " + zmm(to) + ", " + zmm(to));
  }

  private void xor3(int to, int a, int b) {
    line("vpternlogq $0x96, " + zmm(a) + ", " + zmm(b) + ", " + zmm(to));
  }

  private static String zmm(int register) {
    return "%zmm" + register;
  }

  private void line(String text) {
    out.append(text.endsWith(":") ? "" : "    ").append(text).append('\n');
  }
}
