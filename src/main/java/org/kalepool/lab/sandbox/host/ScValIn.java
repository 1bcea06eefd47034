package org.kalepool.lab.sandbox.host;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Values out of ScVal as XDR: numbers and symbols become small where they fit. */
final class ScValIn {
  private static final int VEC = 16;
  private static final int MAP = 17;
  private static final int ADDRESS = 18;
  private static final int INSTANCE = 19;
  private static final int INSTANCE_KEY = 20;
  private static final int NONCE_KEY = 21;
  private static final int EXECUTABLE_TAG = 22;

  private final Budget budget;
  private final ValueOrder order;

  ScValIn(Budget budget, ValueOrder order) {
    this.budget = budget;
    this.order = order;
  }

  HostValue read(byte[] xdr) {
    return read(new XdrIn(xdr));
  }

  /** The next value; there may be more behind it. */
  HostValue read(XdrIn in) {
    budget.enter();
    try {
      return next(in);
    } finally {
      budget.leave();
    }
  }

  List<HostValue> list(XdrIn in) {
    int size = in.count();
    budget.list(size, 8);
    List<HostValue> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(read(in));
    }
    return List.copyOf(items);
  }

  private HostValue next(XdrIn in) {
    int type = in.int32();
    return switch (type) {
      case 0 -> Values.bool(in.bool());
      case 1 -> Values.VOID;
      case 2 -> Values.error(in.int32(), in.int32());
      case 3 -> Values.u32(in.uint32());
      case 4 -> Values.i32(in.int32());
      case 5, 6, 7, 8, 9, 10, 11, 12 -> number(in, Tags.U64_OBJECT + type - 5);
      case 13, 14 -> object(new HostValue.Blob(Tags.BYTES + type - 13, in.opaque()), 24);
      case 15 -> symbol(in.opaque());
      case VEC -> vec(in);
      case MAP -> map(in);
      case ADDRESS -> address(in);
      case EXECUTABLE_TAG -> object(new HostValue.Blob(Tags.EXECUTABLE_TAG, in.opaque()), 24);
      default -> throw unfit();
    };
  }

  private HostValue number(XdrIn in, int tag) {
    byte[] bytes = in.raw(Tags.bits(tag) / 8);
    BigInteger number = Tags.signed(tag) ? new BigInteger(bytes) : new BigInteger(1, bytes);
    HostValue value = Values.number(tag, number);
    return value.isObject() ? object(value, bytes.length) : value;
  }

  private HostValue object(HostValue value, long copied) {
    budget.copy(copied);
    budget.alloc(64);
    return value;
  }

  private HostValue symbol(byte[] text) {
    if (!Values.goodSymbol(text)) {
      throw XdrIn.invalid();
    }
    HostValue symbol = Values.symbol(text);
    return symbol.isObject() ? object(symbol, 24) : symbol;
  }

  private HostValue vec(XdrIn in) {
    if (!in.present()) {
      throw unfit();
    }
    return object(new HostValue.Vec(list(in)), 0);
  }

  private HostValue map(XdrIn in) {
    if (!in.present()) {
      throw unfit();
    }
    return object(pairs(in), 0);
  }

  /** An ScMap. */
  HostValue.Dict pairs(XdrIn in) {
    int size = in.count();
    budget.list(size, 16);
    List<HostValue> keys = new ArrayList<>();
    List<HostValue> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      keys.add(read(in));
      values.add(read(in));
    }
    checkOrder(keys, order);
    budget.copy(16L * size);
    return new HostValue.Dict(List.copyOf(keys), List.copyOf(values));
  }

  static void checkOrder(List<HostValue> keys, ValueOrder order) {
    for (int i = 1; i < keys.size(); i++) {
      if (order.compare(keys.get(i - 1), keys.get(i)) >= 0) {
        throw HostFault.of(Kind.OBJECT, Code.INVALID_INPUT, "keys are not in order");
      }
    }
  }

  private HostValue address(XdrIn in) {
    byte[] xdr = scAddress(in);
    return switch (xdr[3]) {
      case 0, 1 -> object(Values.address(xdr), 48);
      case 2 -> object(new HostValue.Blob(Tags.MUXED_ADDRESS, xdr), 48);
      default ->
          throw HostFault.of(
              Kind.OBJECT, Code.UNEXPECTED_TYPE, "encountered unsupported ScAddress type");
    };
  }

  /** An ScAddress as the bytes that it is. */
  static byte[] scAddress(XdrIn in) {
    int start = in.position();
    switch (in.int32()) {
      case 0, 3 -> {
        if (in.int32() != 0) {
          throw XdrIn.invalid();
        }
        in.raw(32);
      }
      case 1, 4 -> in.raw(32);
      case 2 -> in.raw(40);
      default -> throw XdrIn.invalid();
    }
    return in.since(start);
  }

  /** Reads over an ScVal from somebody who may have written anything. */
  static void check(XdrIn in) {
    switch (in.int32()) {
      case 0 -> in.bool();
      case 1, INSTANCE_KEY -> {}
      case 2 -> checkError(in);
      case 3, 4 -> in.int32();
      case 5, 6, 7, 8, NONCE_KEY -> in.int64();
      case 9, 10 -> in.raw(16);
      case 11, 12 -> in.raw(32);
      case 13, 14, EXECUTABLE_TAG -> in.opaque();
      case 15 -> in.opaque(Values.MOST_SYMBOL_CHARACTERS);
      case VEC -> {
        if (in.present()) {
          checkMany(in, in.uint32());
        }
      }
      case MAP -> {
        if (in.present()) {
          checkMany(in, in.uint32() * 2);
        }
      }
      case ADDRESS -> scAddress(in);
      case INSTANCE -> {
        Executable.read(in);
        if (in.present()) {
          checkMany(in, in.uint32() * 2);
        }
      }
      default -> throw XdrIn.invalid();
    }
  }

  private static void checkMany(XdrIn in, long count) {
    for (long i = 0; i < count; i++) {
      check(in);
    }
  }

  private static void checkError(XdrIn in) {
    int kind = in.int32();
    int code = in.int32();
    if (kind < 0 || kind > 9 || (kind != 0 && (code < 0 || code > 9))) {
      throw XdrIn.invalid();
    }
  }

  private static HostFault unfit() {
    return HostFault.of(Kind.VALUE, Code.UNEXPECTED_TYPE, "failed to convert ScVal to host value");
  }

  /** The bytes of a whole Asset. */
  static byte[] asset(byte[] xdr) {
    XdrIn in = new XdrIn(xdr);
    int length =
        switch (in.int32()) {
          case 0 -> 0;
          case 1 -> 4;
          case 2 -> 12;
          default -> throw XdrIn.invalid();
        };
    if (length > 0) {
      in.raw(length);
      if (in.int32() != 0) {
        throw XdrIn.invalid();
      }
      in.raw(32);
    }
    in.end();
    return Arrays.copyOf(xdr, in.position());
  }
}
