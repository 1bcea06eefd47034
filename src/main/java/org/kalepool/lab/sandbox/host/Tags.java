package org.kalepool.lab.sandbox.host;

/** What a value's low eight bits say it is. */
final class Tags {
  static final int FALSE = 0;
  static final int TRUE = 1;
  static final int VOID = 2;
  static final int ERROR = 3;
  static final int U32 = 4;
  static final int I32 = 5;
  static final int U64_SMALL = 6;
  static final int I64_SMALL = 7;
  static final int U256_SMALL = 12;
  static final int I256_SMALL = 13;
  static final int SYMBOL_SMALL = 14;
  static final int U64_OBJECT = 64;
  static final int I64_OBJECT = 65;
  static final int TIMEPOINT_OBJECT = 66;
  static final int DURATION_OBJECT = 67;
  static final int U128_OBJECT = 68;
  static final int I128_OBJECT = 69;
  static final int U256_OBJECT = 70;
  static final int I256_OBJECT = 71;
  static final int BYTES = 72;
  static final int STRING = 73;
  static final int SYMBOL = 74;
  static final int VEC = 75;
  static final int MAP = 76;
  static final int ADDRESS = 77;
  static final int MUXED_ADDRESS = 78;
  static final int EXECUTABLE_TAG = 79;

  /** From the tag of a small integer to that of the same as an object. */
  private static final int SMALL_TO_OBJECT = U64_OBJECT - U64_SMALL;

  private static final int[] BITS = {64, 64, 64, 64, 128, 128, 256, 256};

  private Tags() {}

  static boolean isSmallNumber(int tag) {
    return tag >= U64_SMALL && tag <= I256_SMALL;
  }

  static int smallOf(int objectTag) {
    return objectTag - SMALL_TO_OBJECT;
  }

  static int objectOf(int smallTag) {
    return smallTag + SMALL_TO_OBJECT;
  }

  /** Whether an integer's object is of a signed type. */
  static boolean signed(int objectTag) {
    return objectTag == I64_OBJECT || objectTag == I128_OBJECT || objectTag == I256_OBJECT;
  }

  static int bits(int objectTag) {
    return BITS[objectTag - U64_OBJECT];
  }

  /** SCValType, whose order is that of values of different types. */
  static int type(int tag) {
    if (tag <= TRUE) {
      return 0;
    }
    if (tag <= SYMBOL_SMALL) {
      return tag == SYMBOL_SMALL ? 15 : tag - 1;
    }
    return switch (tag) {
      case MUXED_ADDRESS -> 18;
      case EXECUTABLE_TAG -> 22;
      default -> tag - U64_OBJECT + 5;
    };
  }

  /** Whether 64 bits are a value, leaving aside whether an object's handle is known. */
  static boolean good(long bits) {
    int tag = (int) (bits & 0xFF);
    long body = bits >>> 8;
    long minor = body & 0xFF_FFFF;
    return switch (tag) {
      case FALSE, TRUE, VOID -> body == 0;
      case U32, I32 -> minor == 0;
      case ERROR -> minor == 0 || (minor < 10 && (bits >>> 32) < 10);
      case SYMBOL_SMALL -> SmallSymbol.good(body);
      default -> isSmallNumber(tag) || (tag >= U64_OBJECT && tag <= EXECUTABLE_TAG && minor == 0);
    };
  }
}
