package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** What somebody allows: a call or a creation, with what may come of it below. */
final class Authorized {
  /** The one thing that is allowed. */
  sealed interface Deed {
    /** A contract's function with arguments. */
    record Call(HostValue contract, HostValue function, List<HostValue> args) implements Deed {}

    /** A contract's creation. */
    record Create(CreateArgs args) implements Deed {}
  }

  private static final int CONTRACT_FN = 0;
  private static final int CREATE = 1;
  private static final int CREATE_V2 = 2;

  private final Deed deed;
  private final List<Authorized> below;
  private boolean used;

  Authorized(Deed deed, List<Authorized> below) {
    this.deed = deed;
    this.below = new ArrayList<>(below);
  }

  /** One that is written down as it is used. */
  static Authorized recorded(Deed deed) {
    Authorized authorized = new Authorized(deed, List.of());
    authorized.used = true;
    return authorized;
  }

  static Authorized read(XdrIn in, ScValIn values) {
    Deed deed =
        switch (in.int32()) {
          case CONTRACT_FN -> {
            HostValue contract = Values.address(ScValIn.scAddress(in));
            HostValue function = Values.symbol(in.opaque(Values.MOST_SYMBOL_CHARACTERS));
            yield new Deed.Call(contract, function, values.list(in));
          }
          case CREATE -> new Deed.Create(CreateArgs.readOld(in));
          case CREATE_V2 -> new Deed.Create(CreateArgs.read(in));
          default -> throw XdrIn.invalid();
        };
    List<Authorized> below = new ArrayList<>();
    int size = in.count();
    for (int i = 0; i < size; i++) {
      below.add(read(in, values));
    }
    return new Authorized(deed, below);
  }

  void write(XdrOut out, ScValOut values) {
    switch (deed) {
      case Deed.Call(HostValue contract, HostValue function, List<HostValue> args) -> {
        out.int32(CONTRACT_FN).raw(Values.blob(contract)).opaque(Values.symbolText(function));
        values.list(out, args);
      }
      case Deed.Create(CreateArgs args) -> {
        out.int32(CREATE_V2);
        args.write(out);
      }
    }
    out.int32(below.size());
    below.forEach(sub -> sub.write(out, values));
  }

  static boolean same(Deed a, Deed b, ValueOrder order) {
    if (a instanceof Deed.Call left && b instanceof Deed.Call right) {
      return order.compare(left.contract(), right.contract()) == 0
          && order.compare(left.function(), right.function()) == 0
          && order.compare(new HostValue.Vec(left.args()), new HostValue.Vec(right.args())) == 0;
    }
    return a instanceof Deed.Create(CreateArgs left)
        && b instanceof Deed.Create(CreateArgs right)
        && Arrays.equals(left.xdr(), right.xdr());
  }

  Deed deed() {
    return deed;
  }

  List<Authorized> below() {
    return below;
  }

  boolean used() {
    return used;
  }

  void use() {
    used = true;
  }

  void use(boolean isUsed) {
    used = isUsed;
  }

  Authorized copy() {
    Authorized copy = new Authorized(deed, below.stream().map(Authorized::copy).toList());
    copy.used = used;
    return copy;
  }

  int size() {
    return 1 + below.stream().mapToInt(Authorized::size).sum();
  }
}
