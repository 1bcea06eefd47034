package org.kalepool.lab.sandbox.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;

/** The keys that a contract call touches: noted when simulated, enforced when applied. */
public final class Footprint {
  private final Set<Key> reads;
  private final Set<Key> writes;
  private final boolean enforced;

  private Footprint(Set<Key> reads, Set<Key> writes, boolean enforced) {
    this.reads = reads;
    this.writes = writes;
    this.enforced = enforced;
  }

  static Footprint recording() {
    return new Footprint(new TreeSet<>(Keys.ORDER), new TreeSet<>(Keys.ORDER), false);
  }

  public static Footprint declared(Collection<Key> readOnly, Collection<Key> readWrite) {
    return new Footprint(new HashSet<>(readOnly), new HashSet<>(readWrite), true);
  }

  void read(Key key) {
    if (!enforced) {
      reads.add(key);
    } else if (!reads.contains(key) && !writes.contains(key)) {
      throw outside(key);
    }
  }

  void write(Key key) {
    if (!enforced) {
      writes.add(key);
    } else if (!writes.contains(key)) {
      throw reads.contains(key)
          ? new HostTrap(
              HostError.STORAGE_EXCEEDED_LIMIT,
              new Val.Str("trying to write a key that is read-only in the footprint"),
              "put_contract_data")
          : outside(key);
    }
  }

  /** What was only read, in the network's order. */
  public List<Key> readOnly() {
    List<Key> readOnly = new ArrayList<>(reads);
    readOnly.removeAll(writes);
    return readOnly;
  }

  public List<Key> readWrite() {
    return List.copyOf(writes);
  }

  private static HostTrap outside(Key key) {
    Val detail =
        switch (key) {
          case Key.BlockAt block -> outside("contract data", block.contract().text(), block.name());
          case Key.PailOf pail -> outside("contract data", pail.contract().text(), pail.name());
          case Key.Instance instance ->
              outside("contract instance", instance.contract().text(), Val.none());
          case Key.Code code -> outside("contract code", code.hash().hex(), Val.none());
          case Key.Trust trust ->
              outside(
                  "account trustline", trust.account().text(), new Val.Str(trust.asset().code()));
          default -> outside("ledger", key.base64(), Val.none());
        };
    return new HostTrap(HostError.STORAGE_EXCEEDED_LIMIT, detail, "has_contract_data");
  }

  private static Val outside(String what, String owner, Val name) {
    Val message = new Val.Str("trying to access " + what + " key outside of the footprint");
    Val whose = owner.length() == 56 ? new Val.Addr(Address.of(owner)) : new Val.Str(owner);
    return Val.list(message, whose, name);
  }
}
