package org.kalepool.lab.sandbox.host;

/** What a host function takes and gives, as the interface's table names it. */
enum ArgType {
  VAL("Val"),
  VOID("Void"),
  BOOL("Bool"),
  ERROR("Error"),
  SYMBOL("Symbol"),
  RAW_U64("u64"),
  RAW_I64("i64"),
  U32("U32Val"),
  U64("U64Val"),
  U256("U256Val"),
  I256("I256Val"),
  STORAGE("StorageType"),
  EXTENSION("ContractTtlExtension"),
  U64_OBJECT("U64Object"),
  I64_OBJECT("I64Object"),
  TIMEPOINT_OBJECT("TimepointObject"),
  DURATION_OBJECT("DurationObject"),
  U128_OBJECT("U128Object"),
  I128_OBJECT("I128Object"),
  U256_OBJECT("U256Object"),
  I256_OBJECT("I256Object"),
  BYTES("BytesObject"),
  STRING("StringObject"),
  SYMBOL_OBJECT("SymbolObject"),
  VEC("VecObject"),
  MAP("MapObject"),
  ADDRESS("AddressObject"),
  MUXED_ADDRESS("MuxedAddressObject"),
  EXECUTABLE_TAG("ExecutableTagObject");

  private final String text;

  ArgType(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static ArgType of(String text) {
    for (ArgType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no type " + text);
  }

  /** Whether it is 64 bits that are no value. */
  boolean raw() {
    return this == RAW_U64 || this == RAW_I64 || this == STORAGE || this == EXTENSION;
  }

  /** Whether a value with this tag is one. */
  boolean takes(int tag) {
    return switch (this) {
      case VAL -> true;
      case VOID -> tag == Tags.VOID;
      case BOOL -> tag == Tags.TRUE || tag == Tags.FALSE;
      case ERROR -> tag == Tags.ERROR;
      case SYMBOL -> tag == Tags.SYMBOL || tag == Tags.SYMBOL_SMALL;
      case U32 -> tag == Tags.U32;
      case U64 -> tag == Tags.U64_SMALL || tag == Tags.U64_OBJECT;
      case U256 -> tag == Tags.U256_SMALL || tag == Tags.U256_OBJECT;
      case I256 -> tag == Tags.I256_SMALL || tag == Tags.I256_OBJECT;
      case RAW_U64, RAW_I64, STORAGE, EXTENSION -> false;
      default -> tag == Tags.U64_OBJECT + ordinal() - U64_OBJECT.ordinal();
    };
  }
}
