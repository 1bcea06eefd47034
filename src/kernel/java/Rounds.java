/**
 * Writes the rounds, as straight-line code without arrays or helpers: anything else keeps a compiler
 * from holding the 25 lanes in registers.
 */
final class Rounds {
  private final Dialect dialect;
  private final StringBuilder out = new StringBuilder();
  private final String indent;

  Rounds(Dialect dialect, String indent) {
    this.dialect = dialect;
    this.indent = indent;
  }

  /**
   * Chi and iota of the first round: lanes {@code k0…k24} hold the state after theta, rho and pi for
   * a low nonce half of zero, {@code v} the real one; it reaches eleven lanes.
   */
  Rounds first(String to) {
    String[] b = new String[25];
    for (int target = 0; target < 25; target++) {
      int turn = nonceTurn(Keccak.source(target));
      b[target] = turn < 0 ? "k" + target : "b" + target;
      if (turn >= 0) {
        declare("b" + target, dialect.xor("k" + target, dialect.rotate("v", turn)));
      }
    }
    for (int row = 0; row < 5; row++) {
      for (int x = 0; x < 5; x++) {
        String chi = chi(b, row, x);
        boolean iota = row == 0 && x == 0;
        String first = dialect.spread(dialect.literal(Keccak.ROUND_CONSTANTS[0]));
        declare(to + (5 * row + x), iota ? xorOf(chi, first) : chi);
      }
    }
    return this;
  }

  /** One whole round from lanes {@code from0…} to lanes {@code to0…}. */
  Rounds full(String from, String to, String constant) {
    theta(from, to);
    for (int row = 0; row < 5; row++) {
      String[] b = new String[25];
      for (int x = 0; x < 5; x++) {
        b[5 * row + x] = to + "b" + (5 * row + x);
        declare(b[5 * row + x], mixed(from, to, Keccak.source(5 * row + x)));
      }
      for (int x = 0; x < 5; x++) {
        String chi = chi(b, row, x);
        declare(to + (5 * row + x), row == 0 && x == 0 ? xorOf(chi, constant) : chi);
      }
    }
    return this;
  }

  /** The last round as far as lane 0 of the hash, declared as {@code to}. */
  Rounds last(String from, String to) {
    parities(from, to);
    String[] b = new String[25];
    for (int x = 0; x < 3; x++) {
      int lane = Keccak.source(x);
      turned(to, (lane + 1) % 5);
      if (!dialect.ternary()) {
        difference(to, lane % 5);
      }
      b[x] = to + "b" + x;
      declare(b[x], mixed(from, to, lane));
    }
    String constant = dialect.spread(dialect.literal(Keccak.ROUND_CONSTANTS[23]));
    declare(to, xorOf(chi(b, 0, 0), constant));
    return this;
  }

  /** {@code a0 = e0; …}: the end of a loop over two rounds. */
  Rounds line(String text) {
    out.append(indent).append(text).append('\n');
    return this;
  }

  String text() {
    return out.toString();
  }

  private void theta(String from, String to) {
    parities(from, to);
    for (int x = 0; x < 5; x++) {
      turned(to, x);
    }
    for (int x = 0; x < 5 && !dialect.ternary(); x++) {
      difference(to, x);
    }
  }

  private void parities(String from, String to) {
    for (int x = 0; x < 5; x++) {
      String upper = dialect.xor3(from + x, from + (x + 5), from + (x + 10));
      declare(to + "c" + x, dialect.xor3("(" + upper + ")", from + (x + 15), from + (x + 20)));
    }
  }

  private void turned(String to, int x) {
    declare(to + "r" + x, dialect.rotate(to + "c" + x, 1));
  }

  private void difference(String to, int x) {
    declare(to + "d" + x, dialect.xor(to + "c" + (x + 4) % 5, to + "r" + (x + 1) % 5));
  }

  private String mixed(String from, String to, int lane) {
    int x = lane % 5;
    String sum =
        dialect.ternary()
            ? dialect.xor3(from + lane, to + "c" + (x + 4) % 5, to + "r" + (x + 1) % 5)
            : dialect.xor(from + lane, to + "d" + x);
    return dialect.rotate(sum, Keccak.rotation(lane));
  }

  private String chi(String[] b, int row, int x) {
    return dialect.chi(b[5 * row + x], b[5 * row + (x + 1) % 5], b[5 * row + (x + 2) % 5]);
  }

  private String xorOf(String chi, String constant) {
    return dialect.xor("(" + chi + ")", constant);
  }

  private void declare(String name, String value) {
    line(dialect.declare(name, value));
  }

  /** How far the first round turns the low nonce half on its way through this lane; -1: not in it. */
  static int nonceTurn(int lane) {
    int x = lane % 5;
    if (x == 0) {
      return (1 + Keccak.rotation(lane)) % 64;
    }
    return x == 2 || lane == 1 ? Keccak.rotation(lane) : -1;
  }
}
