import java.util.Locale;

/** How one target language writes the few operations a Keccak round is made of. */
enum Dialect {
  /** Plain {@code long}s. */
  SCALAR {
    @Override
    String declare(String name, String value) {
      return "long " + name + " = " + value + ";";
    }

    @Override
    String xor(String a, String b) {
      return a + " ^ " + b;
    }

    @Override
    String xor3(String a, String b, String c) {
      return a + " ^ " + b + " ^ " + c;
    }

    @Override
    String rotate(String a, int bits) {
      return bits == 0 ? a : "Long.rotateLeft(" + a + ", " + bits + ")";
    }

    @Override
    String chi(String a, String b, String c) {
      return a + " ^ (~" + b + " & " + c + ")";
    }

    @Override
    String spread(String value) {
      return value;
    }

    @Override
    boolean ternary() {
      return false;
    }
  },

  /** {@code LongVector}s; C2 turns xor of three and chi into one vpternlogq each. */
  VECTOR {
    @Override
    String declare(String name, String value) {
      return "LongVector " + name + " = " + value + ";";
    }

    @Override
    String xor(String a, String b) {
      return a + ".lanewise(XOR, " + b + ")";
    }

    @Override
    String xor3(String a, String b, String c) {
      return xor(xor(a, b), c);
    }

    @Override
    String rotate(String a, int bits) {
      return bits == 0 ? a : a + ".lanewise(ROL, " + bits + ")";
    }

    @Override
    String chi(String a, String b, String c) {
      return a + ".lanewise(XOR, " + c + ".lanewise(AND_NOT, " + b + "))";
    }

    @Override
    String spread(String value) {
      return "LongVector.broadcast(S, " + value + ")";
    }

    @Override
    boolean ternary() {
      return true;
    }
  },

  /** C and OpenCL C, by macros that the including text defines for its instruction set. */
  C {
    @Override
    String declare(String name, String value) {
      return "const V " + name + " = " + value + ";";
    }

    @Override
    String xor(String a, String b) {
      return "XOR(" + a + ", " + b + ")";
    }

    @Override
    String xor3(String a, String b, String c) {
      return "XOR3(" + a + ", " + b + ", " + c + ")";
    }

    @Override
    String rotate(String a, int bits) {
      return bits == 0 ? a : "ROL(" + a + ", " + bits + ")";
    }

    @Override
    String chi(String a, String b, String c) {
      return "CHI(" + a + ", " + b + ", " + c + ")";
    }

    @Override
    String spread(String value) {
      return "SPREAD(" + value + ")";
    }

    @Override
    boolean ternary() {
      return true;
    }
  };

  abstract String declare(String name, String value);

  abstract String xor(String a, String b);

  abstract String xor3(String a, String b, String c);

  /** To the left. */
  abstract String rotate(String a, int bits);

  /** a ^ (~b &amp; c). */
  abstract String chi(String a, String b, String c);

  /** The same 64 bits in every lane of a vector. */
  abstract String spread(String value);

  /** Whether one instruction does any function of three operands. */
  abstract boolean ternary();

  /** A 64-bit literal; a C compiler's unsigned long has 64 bits on Linux and in OpenCL. */
  String literal(long value) {
    return String.format(Locale.ROOT, this == C ? "0x%016xUL" : "0x%016xL", value);
  }
}
