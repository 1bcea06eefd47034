package org.kalepool.lab.sandbox.host;

import java.math.BigInteger;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Values as ScVal. */
final class ScValOut {
  private static final int VALUE_SIZE = 96;

  private final Budget budget;

  ScValOut(Budget budget) {
    this.budget = budget;
  }

  byte[] bytes(HostValue value) {
    XdrOut out = new XdrOut();
    write(out, value, false);
    return out.bytes();
  }

  /** The same for a key of storage, in which no multiplexed address may be. */
  byte[] key(HostValue value) {
    XdrOut out = new XdrOut();
    write(out, value, true);
    return out.bytes();
  }

  /** An ScVec without what says that it is one. */
  void list(XdrOut out, List<HostValue> items) {
    budget.list(items.size(), VALUE_SIZE);
    out.int32(items.size());
    items.forEach(item -> write(out, item, false));
  }

  /** An ScMap without what says that it is one. */
  void pairs(XdrOut out, HostValue.Dict map) {
    budget.list(map.keys().size(), 2 * VALUE_SIZE);
    out.int32(map.keys().size());
    for (int i = 0; i < map.keys().size(); i++) {
      write(out, map.keys().get(i), false);
      write(out, map.values().get(i), false);
    }
  }

  void write(XdrOut out, HostValue value, boolean isKey) {
    budget.enter();
    try {
      if (value instanceof HostValue.Small(long bits)) {
        small(out, value, bits);
      } else {
        budget.charge(CostType.VISIT_OBJECT);
        object(out, value, isKey);
      }
    } finally {
      budget.leave();
    }
  }

  private static void small(XdrOut out, HostValue value, long bits) {
    int tag = value.tag();
    out.int32(Tags.type(tag));
    switch (tag) {
      case Tags.FALSE -> out.int32(0);
      case Tags.TRUE -> out.int32(1);
      case Tags.VOID -> {}
      case Tags.ERROR -> out.int32((int) (bits >>> 8) & 0xFF).int32((int) (bits >>> 32));
      case Tags.U32, Tags.I32 -> out.int32((int) (bits >>> 32));
      case Tags.SYMBOL_SMALL -> out.opaque(SmallSymbol.text(bits >>> 8));
      default -> number(out, Tags.objectOf(tag), Values.number(value));
    }
  }

  private void object(XdrOut out, HostValue value, boolean isKey) {
    switch (value) {
      case HostValue.Vec(List<HostValue> items) -> {
        out.int32(16).int32(1);
        budget.list(items.size(), VALUE_SIZE);
        out.int32(items.size());
        items.forEach(item -> write(out, item, isKey));
      }
      case HostValue.Dict(List<HostValue> keys, List<HostValue> values) -> {
        out.int32(17).int32(1);
        budget.list(keys.size(), 2 * VALUE_SIZE);
        out.int32(keys.size());
        for (int i = 0; i < keys.size(); i++) {
          write(out, keys.get(i), isKey);
          write(out, values.get(i), isKey);
        }
      }
      case HostValue.Num(int tag, BigInteger number) -> {
        budget.copy(Tags.bits(tag) / 8);
        out.int32(Tags.type(tag));
        number(out, tag, number);
      }
      case HostValue.Blob blob -> blob(out, blob, isKey);
      case HostValue.Small ignored -> throw new IllegalStateException("no object");
    }
  }

  private void blob(XdrOut out, HostValue.Blob blob, boolean isKey) {
    budget.list(blob.bytes().length, 1);
    out.int32(Tags.type(blob.tag()));
    if (blob.tag() == Tags.ADDRESS) {
      out.raw(blob.bytes());
    } else if (blob.tag() == Tags.MUXED_ADDRESS) {
      if (isKey) {
        throw HostFault.of(
            Kind.STORAGE,
            Code.INVALID_INPUT,
            "muxed addresses should not be used in the storage keys");
      }
      out.raw(blob.bytes());
    } else {
      out.opaque(blob.bytes());
    }
  }

  private static void number(XdrOut out, int objectTag, BigInteger value) {
    out.raw(fixed(value, Tags.bits(objectTag) / 8));
  }

  /** A number in so many bytes, the highest first. */
  static byte[] fixed(BigInteger value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[length - 1 - i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
