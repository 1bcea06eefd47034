package org.kalepool.lab.sandbox.host;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Storage with the words for what goes wrong. */
final class Entries {
  private final Storage storage;
  private final Diagnostics log;

  Entries(Storage storage, Diagnostics log) {
    this.storage = storage;
    this.log = log;
  }

  /**
   * @param name the key as the contract knows it, for the diagnostics
   */
  @Nullable EntryState get(EntryKey key, @Nullable HostValue name) {
    try {
      return storage.get(key);
    } catch (HostFault e) {
      throw outside(e, key, name);
    }
  }

  /** Whether there is one. */
  boolean has(EntryKey key, @Nullable HostValue name) {
    try {
      return storage.has(key);
    } catch (HostFault e) {
      throw outside(e, key, name);
    }
  }

  /** An entry whose life is to be extended: it is not decoded for that. */
  EntryState extendable(EntryKey key, @Nullable HostValue name) {
    EntryState state;
    try {
      state = storage.look(key);
    } catch (HostFault e) {
      throw outside(e, key, name);
    }
    if (state == null) {
      throw missing(key, name);
    }
    return state;
  }

  EntryState required(EntryKey key, @Nullable HostValue name) {
    EntryState state = get(key, name);
    if (state == null) {
      throw missing(key, name);
    }
    return state;
  }

  private HostFault missing(EntryKey key, @Nullable HostValue name) {
    return log.fault(
        Kind.STORAGE,
        Code.MISSING_VALUE,
        "trying to get non-existing value for " + what(key),
        args(key, name, false));
  }

  void put(EntryKey key, EntryState state, @Nullable HostValue name) {
    try {
      storage.put(key, state);
    } catch (HostFault e) {
      throw outside(e, key, name);
    }
  }

  void delete(EntryKey key, @Nullable HostValue name) {
    try {
      storage.delete(key);
    } catch (HostFault e) {
      throw outside(e, key, name);
    }
  }

  private HostFault outside(HostFault fault, EntryKey key, @Nullable HostValue name) {
    if (!fault.is(Kind.STORAGE, Code.EXCEEDED_LIMIT)) {
      return fault;
    }
    return log.fault(
        Kind.STORAGE,
        Code.EXCEEDED_LIMIT,
        "trying to access " + what(key) + " outside of the footprint",
        args(key, name, true));
  }

  private static int keyType(EntryKey key) {
    XdrIn in = new XdrIn(key.bytes());
    in.int32();
    ScValIn.scAddress(in);
    return in.int32();
  }

  private static String what(EntryKey key) {
    return switch (key.bytes()[3]) {
      case 0 -> "account";
      case 1 -> "account trustline";
      case 6 ->
          switch (keyType(key)) {
            case 20 -> "contract instance";
            case 21 -> "nonce";
            default -> "contract data key";
          };
      case 7 -> "contract code";
      default -> "ledger key";
    };
  }

  private static HostValue[] args(EntryKey key, @Nullable HostValue name, boolean all) {
    List<HostValue> args = new ArrayList<>();
    byte[] xdr = key.bytes();
    switch (xdr[3]) {
      case 0, 1 -> {
        if (all) {
          byte[] account = new byte[40];
          System.arraycopy(xdr, 4, account, 4, 36);
          args.add(Values.address(account));
        }
      }
      case 6 -> {
        XdrIn in = new XdrIn(xdr);
        in.int32();
        byte[] owner = ScValIn.scAddress(in);
        if (all) {
          args.add(Values.address(owner));
        }
        int type = in.int32();
        if (type == 21 && all) {
          args.add(Values.number(Tags.I64_OBJECT, BigInteger.valueOf(in.int64())));
        } else if (type != 20 && type != 21 && name != null) {
          args.add(name);
        }
      }
      case 7 -> {
        if (all) {
          args.add(Values.bytes(Arrays.copyOfRange(xdr, 4, 36)));
        }
      }
      default -> {}
    }
    return args.toArray(HostValue[]::new);
  }
}
