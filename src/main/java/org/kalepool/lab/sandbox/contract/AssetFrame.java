package org.kalepool.lab.sandbox.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.EntryState;
import org.kalepool.lab.sandbox.host.HostFault;
import org.kalepool.lab.sandbox.host.HostLedger;
import org.kalepool.lab.sandbox.host.NativeFrame;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryIn;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.xdr.Val;

/** A call of an asset's contract: its instance, its entries and its errors. */
final class AssetFrame {
  static final int NOT_SUPPORTED = 2;
  static final int ACCOUNT_MISSING = 6;
  static final int NEGATIVE = 8;
  static final int ALLOWANCE = 9;
  static final int BALANCE = 10;
  static final int DEAUTHORIZED = 11;
  static final int OVERFLOW = 12;
  static final int TRUSTLINE_MISSING = 13;
  static final int RESERVE = 14;

  private static final long DAY = 17_280;
  private static final long INSTANCE_LIFE = 7 * DAY;

  private final NativeFrame frame;
  private final AssetStorage storage;

  AssetFrame(NativeFrame frame) {
    this.frame = frame;
    this.storage = AssetStorage.of(frame);
  }

  NativeFrame host() {
    return frame;
  }

  /** Null for lumens. */
  @Nullable CreditAsset asset() {
    return storage.asset();
  }

  String name() {
    return storage.name();
  }

  String symbol() {
    return storage.symbol();
  }

  Address admin() {
    Address admin = storage.admin();
    if (admin == null) {
      throw frame.fault(
          HostFault.Kind.STORAGE,
          HostFault.Code.MISSING_VALUE,
          "key is missing from instance storage",
          Val.list(new Val.Sym("Admin")));
    }
    return admin;
  }

  void setAdmin(Address admin) {
    frame.put(
        storage.key(),
        storage.withAdmin(admin),
        life(frame.ledger(), new Key.Instance(frame.contract())));
  }

  boolean isIssuer(Address address) {
    CreditAsset asset = asset();
    return asset != null && asset.issuer().equals(address);
  }

  void extendInstance() {
    frame.extend(storage.key(), INSTANCE_LIFE - DAY, INSTANCE_LIFE);
  }

  @Nullable Data read(Key key) {
    EntryState state = frame.get(EntryKey.of(key.bytes()));
    return state == null ? null : EntryIn.data(key, state.data());
  }

  void write(Key key, Data data) {
    frame.put(EntryKey.of(key.bytes()), EntryXdr.dataBytes(key, data), life(frame.ledger(), key));
  }

  /** The last ledger of an entry that is made now, 0 for classic ones. */
  static long life(HostLedger now, Key key) {
    if (!key.lives()) {
      return 0;
    }
    long ttl = key.temporary() ? now.minTemporaryTtl() : now.minPersistentTtl();
    return now.sequence() + ttl - 1;
  }

  void extend(Key key, long threshold, long extendTo) {
    frame.extend(EntryKey.of(key.bytes()), threshold, extendTo);
  }

  HostFault fault(int code, String message, Val... args) {
    return frame.fault(code, message, args);
  }

  void event(String what, List<Val> who, Val data) {
    List<Val> topics = new ArrayList<>();
    topics.add(new Val.Sym(what));
    topics.addAll(who);
    topics.add(new Val.Str(name()));
    frame.event(List.copyOf(topics), data);
  }
}
