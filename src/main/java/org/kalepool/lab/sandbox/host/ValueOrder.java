package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostValue.Blob;
import org.kalepool.lab.sandbox.host.HostValue.Dict;
import org.kalepool.lab.sandbox.host.HostValue.Small;
import org.kalepool.lab.sandbox.host.HostValue.Vec;

/**
 * The order of values: by type, then by meaning, whatever their form. Symbols, strings and bytes by
 * their bytes, lists item by item.
 */
final class ValueOrder {
  private final Budget budget;

  ValueOrder(Budget budget) {
    this.budget = budget;
  }

  @SuppressWarnings("ReferenceEquality") // the same object is not looked into, nor paid for
  int compare(HostValue a, HostValue b) {
    if (a instanceof Small(long left) && b instanceof Small(long right)) {
      return left == right ? 0 : smalls(left, right);
    }
    if (a == b) {
      return 0;
    }
    budget.charge(CostType.VISIT_OBJECT);
    int typeA = Tags.type(a.tag());
    int typeB = Tags.type(b.tag());
    if (typeA != typeB) {
      return Integer.compare(typeA, typeB);
    }
    if (a.isObject() && b.isObject() && a.tag() != b.tag()) {
      return Integer.compare(a.tag(), b.tag());
    }
    budget.enter();
    try {
      return sameType(a, b);
    } finally {
      budget.leave();
    }
  }

  private int sameType(HostValue a, HostValue b) {
    if (Values.isSymbol(a)) {
      return bytes(Values.symbolText(a), Values.symbolText(b));
    }
    return switch (a) {
      case Vec(List<HostValue> items) -> lists(items, ((Vec) b).items());
      case Dict left -> dicts(left, (Dict) b);
      case Blob blob -> bytes(blob.bytes(), ((Blob) b).bytes());
      default -> {
        budget.charge(CostType.MEM_CMP, 8);
        yield Values.number(a).compareTo(Values.number(b));
      }
    };
  }

  int bytes(byte[] a, byte[] b) {
    budget.charge(CostType.MEM_CMP, Math.min(a.length, b.length));
    return Arrays.compareUnsigned(a, b);
  }

  private int lists(List<HostValue> a, List<HostValue> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private int dicts(Dict a, Dict b) {
    for (int i = 0; i < Math.min(a.keys().size(), b.keys().size()); i++) {
      int order = compare(a.keys().get(i), b.keys().get(i));
      if (order == 0) {
        order = compare(a.values().get(i), b.values().get(i));
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.keys().size(), b.keys().size());
  }

  private static int smalls(long a, long b) {
    int tagA = (int) (a & 0xFF);
    int tagB = (int) (b & 0xFF);
    if (tagA != tagB) {
      return Integer.compare(tagA, tagB);
    }
    return switch (tagA) {
      case Tags.ERROR -> {
        int kinds = Long.compare((a >>> 8) & 0xFF_FFFF, (b >>> 8) & 0xFF_FFFF);
        yield kinds != 0 ? kinds : Long.compare(a >>> 32, b >>> 32);
      }
      case Tags.I32 -> Integer.compare((int) (a >> 32), (int) (b >> 32));
      case Tags.SYMBOL_SMALL ->
          Arrays.compareUnsigned(SmallSymbol.text(a >>> 8), SmallSymbol.text(b >>> 8));
      default ->
          Tags.isSmallNumber(tagA) && Tags.signed(Tags.objectOf(tagA))
              ? Long.compare(a >> 8, b >> 8)
              : Long.compareUnsigned(a >>> 8, b >>> 8);
    };
  }

  /** Where a key is, or where it would be: {@code -(insertion point) - 1}. */
  int find(List<HostValue> keys, HostValue key) {
    budget.copy(16L * (64 - Long.numberOfLeadingZeros(keys.size()) + 1));
    int low = 0;
    int high = keys.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(keys.get(middle), key);
      if (order < 0) {
        low = middle + 1;
      } else if (order > 0) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -(low + 1);
  }
}
