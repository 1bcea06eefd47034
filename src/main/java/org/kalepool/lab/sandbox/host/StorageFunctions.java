package org.kalepool.lab.sandbox.host;

import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Module {@code l}: what contracts store, and for how long. */
final class StorageFunctions {
  private static final int PERSISTENT = 1;
  private static final int INSTANCE = 2;
  private static final int ONLY_INSTANCE = 1;
  private static final int ONLY_CODE = 2;

  private StorageFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add("l._", "put_contract_data", "Val,Val,StorageType->Void", StorageFunctions::put);
    table.add("l.0", "has_contract_data", "Val,StorageType->Bool", StorageFunctions::has);
    table.add("l.1", "get_contract_data", "Val,StorageType->Val", StorageFunctions::get);
    table.add("l.2", "del_contract_data", "Val,StorageType->Void", StorageFunctions::delete);
    table.add(
        "l.7",
        "extend_contract_data_ttl",
        "Val,StorageType,U32Val,U32Val->Void",
        (host, args) -> {
          requireNoInstance(host, args, "extend_current_contract_instance_and_code_ttl");
          host.lives().extend(key(host, args), args.u32(2), args.u32(3), args.value(0));
          return Values.VOID;
        });
    table.add(
        "l.8",
        "extend_current_contract_instance_and_code_ttl",
        "U32Val,U32Val->Void",
        (host, args) -> {
          byte[] contract = host.frames().contractId();
          host.lives().extend(Codes.key(contract), args.u32(0), args.u32(1), null);
          extendCode(host, contract, args.u32(0), args.u32(1));
          return Values.VOID;
        });
    extendOther(table, "9", "extend_contract_instance_and_code_ttl", 20, true, true);
    extendOther(table, "c", "extend_contract_instance_ttl", 21, true, false);
    extendOther(table, "d", "extend_contract_code_ttl", 21, false, true);
    table.add(
        "l.f",
        "extend_contract_data_ttl_v2",
        "Val,StorageType,U32Val,U32Val,U32Val->Void",
        26,
        (host, args) -> {
          requireNoInstance(host, args, "extend_contract_instance_and_code_ttl_v2");
          host.lives()
              .extend(key(host, args), args.u32(2), args.u32(3), args.u32(4), args.value(0));
          return Values.VOID;
        });
    table.add(
        "l.g",
        "extend_contract_instance_and_code_ttl_v2",
        "AddressObject,ContractTtlExtension,U32Val,U32Val,U32Val->Void",
        26,
        StorageFunctions::extendBounded);
  }

  private static void extendOther(
      HostFunctions.Table table,
      String name,
      String longName,
      int since,
      boolean instance,
      boolean code) {
    table.add(
        "l." + name,
        longName,
        "AddressObject,U32Val,U32Val->Void",
        since,
        (host, args) -> {
          byte[] contract = host.calls().contractId(args.value(0));
          if (instance) {
            host.lives().extend(Codes.key(contract), args.u32(1), args.u32(2), null);
          }
          if (code) {
            extendCode(host, contract, args.u32(1), args.u32(2));
          }
          return Values.VOID;
        });
  }

  private static void extendCode(Host host, byte[] contract, long threshold, long extendTo) {
    Executable executable = host.codes().instance(contract).executable();
    if (executable.kind() == Executable.ASSET) {
      return;
    }
    if (executable.kind() == Executable.REFERENCE) {
      host.lives().extend(Codes.referenceKey(executable), threshold, extendTo, null);
    }
    EntryKey code = EntryKey.code(host.codes().hash(executable));
    host.lives().extend(code, threshold, extendTo, null);
  }

  private static Object extendBounded(Host host, HostArgs args) {
    byte[] contract = host.calls().contractId(args.value(0));
    long scope = args.raw(1);
    if (scope != ONLY_INSTANCE) {
      Executable executable = host.codes().instance(contract).executable();
      if (executable.kind() == Executable.REFERENCE) {
        extendBounded(host, args, Codes.referenceKey(executable));
      }
      if (executable.kind() != Executable.ASSET) {
        extendBounded(host, args, EntryKey.code(host.codes().hash(executable)));
      }
    }
    if (scope != ONLY_CODE) {
      extendBounded(host, args, Codes.key(contract));
    }
    return Values.VOID;
  }

  private static void extendBounded(Host host, HostArgs args, EntryKey key) {
    host.lives().extend(key, args.u32(2), args.u32(3), args.u32(4), null);
  }

  private static void requireNoInstance(Host host, HostArgs args, String other) {
    if (args.raw(1) == INSTANCE) {
      throw host.log()
          .fault(
              Kind.STORAGE,
              Code.INVALID_ACTION,
              "instance storage should be extended via `" + other + "` function only");
    }
  }

  private static EntryKey key(Host host, HostArgs args) {
    byte[] owner = new XdrOut().int32(1).raw(host.frames().contractId()).bytes();
    byte[] name = host.out().key(args.value(0));
    host.budget().copy(32);
    host.budget().alloc(152);
    return EntryKey.data(owner, name, (int) args.raw(1));
  }

  private static Object put(Host host, HostArgs args) {
    HostValue name = args.value(0);
    long type = args.raw(2);
    if (name.tag() == Tags.EXECUTABLE_TAG) {
      checkReference(host, args.value(1), type);
    }
    if (type == INSTANCE) {
      HostValue.Dict store = host.frames().store();
      host.frames().current().change(Dicts.put(host, store, name, args.value(1)));
      return Values.VOID;
    }
    byte[] owner = new XdrOut().int32(1).raw(host.frames().contractId()).bytes();
    EntryKey key = EntryKey.data(owner, host.out().key(name), (int) type);
    host.budget().copy(32);
    host.budget().alloc(152);
    EntryState before = host.entries().has(key, name) ? host.entries().get(key, name) : null;
    if (before != null) {
      new EntryCosts(host.budget()).copyEntry(key, before.data());
    }
    byte[] data = DataXdr.of(key, host.out().bytes(args.value(1)));
    host.budget().alloc(288);
    long until = before != null ? before.liveUntil() : host.lives().least(key);
    host.entries().put(key, new EntryState(data, until), name);
    return Values.VOID;
  }

  private static void checkReference(Host host, HostValue value, long type) {
    if (type != PERSISTENT) {
      throw host.log()
          .fault(
              Kind.STORAGE,
              Code.INVALID_INPUT,
              "executable reference entries may only use persistent storage");
    }
    if (value.tag() != Tags.BYTES) {
      throw host.log()
          .fault(
              Kind.STORAGE,
              Code.INVALID_INPUT,
              "executable reference value must be a 32-byte Wasm hash",
              value);
    }
    byte[] hash = host.crypto().requireLength("executable_ref_wasm_hash", Values.blob(value), 32);
    host.codes().requireExists(hash);
  }

  private static Object has(Host host, HostArgs args) {
    if (args.raw(1) == INSTANCE) {
      return Values.bool(host.order().find(host.frames().store().keys(), args.value(0)) >= 0);
    }
    return Values.bool(host.entries().has(key(host, args), args.value(0)));
  }

  private static Object get(Host host, HostArgs args) {
    if (args.raw(1) == INSTANCE) {
      HostValue.Dict store = host.frames().store();
      int at = host.order().find(store.keys(), args.value(0));
      if (at < 0) {
        throw host.log()
            .fault(
                Kind.STORAGE,
                Code.MISSING_VALUE,
                "key is missing from instance storage",
                args.value(0));
      }
      return store.values().get(at);
    }
    EntryKey key = key(host, args);
    EntryState state = host.entries().required(key, args.value(0));
    return host.in().read(DataXdr.value(key, state.data()));
  }

  private static Object delete(Host host, HostArgs args) {
    if (args.value(0).tag() == Tags.EXECUTABLE_TAG) {
      throw host.log()
          .fault(
              Kind.STORAGE, Code.INVALID_ACTION, "executable reference entries cannot be deleted");
    }
    if (args.raw(1) != INSTANCE) {
      host.entries().delete(key(host, args), args.value(0));
      return Values.VOID;
    }
    HostValue.Dict store = host.frames().store();
    int at = host.order().find(store.keys(), args.value(0));
    host.frames().current().change(at < 0 ? store : Dicts.without(host, store, at));
    return Values.VOID;
  }
}
