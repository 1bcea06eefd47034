package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Contracts' instances and code as entries. */
final class Codes {
  private static final int CONTRACT_CODE = 7;

  private final Host host;
  private final Natives natives;
  private final Modules modules;

  Codes(Host host, Natives natives, Modules modules) {
    this.host = host;
    this.natives = natives;
    this.modules = modules;
  }

  static EntryKey key(byte[] contract) {
    return EntryKey.instance(new XdrOut().int32(1).raw(contract).bytes());
  }

  Instance instance(byte[] contract) {
    EntryKey key = key(contract);
    new EntryCosts(host.budget()).key(key);
    EntryState state = host.entries().required(key, null);
    Instance instance = Instance.read(DataXdr.value(key, state.data()));
    if (instance == null) {
      throw host.log()
          .fault(
              Kind.STORAGE,
              Code.INTERNAL_ERROR,
              "ledger entry for contract instance does not contain contract instance");
    }
    new EntryCosts(host.budget()).copyValue(DataXdr.value(key, state.data()));
    return instance;
  }

  /** The instance, null when there is none. */
  @Nullable Instance instanceOrNull(byte[] contract) {
    return host.entries().get(key(contract), null) == null ? null : instance(contract);
  }

  /**
   * Writes an instance; one that is there keeps what is not given.
   *
   * @param storage ScMap as XDR
   */
  void store(byte[] contract, @Nullable Executable executable, byte @Nullable [] storage) {
    EntryKey key = key(contract);
    EntryState before = host.entries().has(key, null) ? host.entries().get(key, null) : null;
    Instance instance;
    long until;
    if (before != null) {
      byte[] value = DataXdr.value(key, before.data());
      new EntryCosts(host.budget()).copyEntry(key, before.data());
      instance = Instance.read(value);
      if (instance == null) {
        throw new IllegalStateException("no instance under an instance's key");
      }
      until = before.liveUntil();
      if (executable != null) {
        instance = instance.with(executable);
      }
      if (storage != null) {
        instance = instance.withStorage(storage);
      }
    } else if (executable != null) {
      instance = new Instance(executable, storage);
      until = host.lives().least(key);
    } else {
      throw host.log()
          .fault(Kind.CONTEXT, Code.INTERNAL_ERROR, "can't initialize contract without executable");
    }
    host.entries().put(key, new EntryState(DataXdr.of(key, instance.scVal()), until), null);
  }

  /** The hash of the code that an executable means. */
  byte[] hash(Executable executable) {
    if (executable.kind() == Executable.WASM) {
      return executable.hash();
    }
    EntryKey key = referenceKey(executable);
    byte[] hash = referred(key, host.entries().required(key, null));
    if (hash == null) {
      throw host.log()
          .fault(
              Kind.STORAGE,
              Code.INTERNAL_ERROR,
              "executable reference entry does not contain a Wasm hash");
    }
    return hash;
  }

  byte @Nullable [] hashIfThere(Executable executable) {
    return switch (executable.kind()) {
      case Executable.WASM -> executable.hash();
      case Executable.ASSET -> null;
      default -> {
        EntryKey key = referenceKey(executable);
        EntryState state = host.storage().get(key);
        yield state == null ? null : referred(key, state);
      }
    };
  }

  static EntryKey referenceKey(Executable executable) {
    byte[] name = new XdrOut().int32(22).opaque(executable.tag()).bytes();
    return EntryKey.data(executable.owner(), name, EntryKey.PERSISTENT);
  }

  private static byte @Nullable [] referred(EntryKey key, EntryState state) {
    XdrIn in = new XdrIn(DataXdr.value(key, state.data()));
    return in.int32() == 13 ? in.opaque() : null;
  }

  /** Whether code of this hash is there. */
  boolean exists(byte[] hash) {
    return host.entries().has(EntryKey.code(hash), null);
  }

  void requireExists(byte[] hash) {
    if (!exists(hash)) {
      throw host.log()
          .fault(Kind.STORAGE, Code.MISSING_VALUE, "Wasm does not exist", Values.bytes(hash));
    }
  }

  /** Reads the code that a contract in Java stands in for. */
  void touch(byte[] hash) {
    host.entries().required(EntryKey.code(hash), null);
  }

  /** The module, whose parsing is counted when the network would not have it ready. */
  Module module(byte[] hash) {
    EntryKey key = EntryKey.code(hash);
    boolean ready = host.storage().livesOutside(key);
    if (ready) {
      host.budget().pause();
    }
    try {
      EntryState state = host.entries().required(key, null);
      XdrIn in = new XdrIn(state.data());
      in.int32();
      CodeCosts costs = CodeCosts.read(in);
      in.raw(32);
      byte[] wasm = in.opaque();
      costs = costs.orOf(wasm.length);
      costs.chargeParsing(host.budget());
      return modules.get(hash, wasm, host.ledger().protocol(), host.log()).costing(costs);
    } finally {
      if (ready) {
        host.budget().resume();
      }
    }
  }

  /** Reads code as the network does when it imagines that a contract signs. */
  void read(byte[] hash) {
    EntryState state = host.storage().get(EntryKey.code(hash));
    NativeContract own = natives.code(hash);
    if (state != null && own != null) {
      host.budget().charge(CostType.VAL_DESER, own.codeBytes());
    }
  }

  /** The interface version of a contract's code. */
  int protocol(byte[] contract) {
    Executable executable = instance(contract).executable();
    if (executable.kind() == Executable.ASSET) {
      return host.ledger().protocol();
    }
    byte[] hash = hash(executable);
    if (natives.code(hash) != null) {
      touch(hash);
      return host.ledger().protocol();
    }
    Module module = module(hash);
    // the network makes an instance to ask it
    new Vm(host, module, CallFrame.outside());
    return module.protocol();
  }

  /** Takes in a module, once it is found good; its hash. */
  byte[] upload(byte[] wasm) {
    byte[] hash = host.crypto().sha256(wasm);
    CodeCosts rough = CodeCosts.rough(wasm.length);
    rough.chargeParsing(host.budget());
    Module module = modules.get(hash, wasm, host.ledger().protocol(), host.log());
    new Vm(host, module.costing(rough), CallFrame.outside());
    rough.chargeParsing(host.budget());
    CodeCosts costs = module.measured(host.log());
    EntryKey key = EntryKey.code(hash);
    EntryState before = host.entries().get(key, null);
    byte[] data = data(hash, wasm, costs);
    if (before == null) {
      host.entries().put(key, new EntryState(data, host.lives().least(key)), null);
    } else if (!Arrays.equals(before.data(), data)) {
      // as the network does, the entry is written anew with the least life
      host.entries().put(key, new EntryState(data, host.lives().least(key)), null);
    }
    return hash;
  }

  private static byte[] data(byte[] hash, byte[] wasm, CodeCosts costs) {
    XdrOut out = new XdrOut().int32(CONTRACT_CODE);
    costs.write(out);
    return out.raw(hash).opaque(wasm).bytes();
  }

  /** LedgerEntryData of code as it is stored when it is uploaded. */
  static byte[] entry(byte[] wasm, int protocol) {
    byte[] hash = Sha256.of(wasm);
    Budget budget = new Budget(HostCosts.builtIn());
    Diagnostics log = new Diagnostics(budget, () -> null);
    return data(hash, wasm, Module.parse(wasm, protocol, log).measured(log));
  }
}
