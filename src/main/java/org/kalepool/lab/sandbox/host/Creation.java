package org.kalepool.lab.sandbox.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Makes contracts. */
final class Creation {
  private static final String CONSTRUCTOR = "__constructor";
  private static final int FIRST_WITH_CONSTRUCTORS = 22;

  private final Host host;

  Creation(Host host) {
    this.host = host;
  }

  /** By a contract's call. */
  HostValue byContract(
      HostValue deployer, Executable executable, byte[] salt, @Nullable HostValue args) {
    byte[] preimage = CreateArgs.fromAddress(Values.blob(deployer), salt);
    CreateArgs create = CreateArgs.of(preimage, executable);
    if (args == null) {
      return make(deployer, create, List.of());
    }
    XdrOut out = new XdrOut();
    host.out().list(out, Values.items(args));
    return make(deployer, new CreateArgs(preimage, executable, out.bytes()), Values.items(args));
  }

  /** Makes it and calls its constructor; its address. */
  HostValue make(@Nullable HostValue deployer, CreateArgs args, List<HostValue> constructorArgs) {
    if (deployer == null) {
      return allowed(null, args, constructorArgs);
    }
    host.authority().pushCreation(args);
    try {
      return allowed(deployer, args, constructorArgs);
    } finally {
      host.authority().pop(null);
    }
  }

  private HostValue allowed(
      @Nullable HostValue deployer, CreateArgs args, List<HostValue> constructorArgs) {
    if (deployer != null) {
      host.authority().require(deployer, List.of());
    }
    boolean asset = args.executable().kind() == Executable.ASSET;
    if (asset != args.byAsset()) {
      throw host.log()
          .fault(
              Kind.VALUE,
              Code.INVALID_INPUT,
              asset
                  ? "address preimage is not allowed for StellarAsset executable"
                  : "asset preimage is not allowed for Wasm or external reference executable");
    }
    byte[] contract = address(args.preimage());
    Map<EntryKey, Optional<EntryState>> before = host.storage().snapshot();
    boolean done = false;
    try {
      store(contract, args.executable());
      if (asset) {
        host.calls().assetMade(contract, args.asset());
      } else {
        construct(contract, constructorArgs);
      }
      done = true;
    } finally {
      if (!done) {
        host.storage().rollback(before);
      }
    }
    host.budget().alloc(64);
    return Values.contract(contract);
  }

  byte[] address(byte[] preimage) {
    host.budget().encoded(7, preimage.length + 36L);
    host.budget().charge(CostType.COMPUTE_SHA256_HASH, preimage.length + 36L);
    return CreateArgs.contractId(host.ledger().networkId(), preimage);
  }

  private void store(byte[] contract, Executable executable) {
    if (host.entries().has(Codes.key(contract), null)) {
      throw host.log()
          .fault(
              Kind.STORAGE, Code.EXISTING_VALUE, "contract already exists", Values.bytes(contract));
    }
    if (executable.kind() == Executable.WASM) {
      host.codes().requireExists(executable.hash());
    } else if (executable.kind() == Executable.REFERENCE) {
      requireReference(executable);
    }
    host.codes().store(contract, executable, null);
  }

  void requireReference(Executable executable) {
    if (!host.entries().has(Codes.referenceKey(executable), null)) {
      throw host.log()
          .fault(
              Kind.STORAGE,
              Code.MISSING_VALUE,
              "executable reference entry does not exist",
              Values.address(executable.owner()),
              new HostValue.Blob(Tags.STRING, executable.tag()));
    }
  }

  private void construct(byte[] contract, List<HostValue> args) {
    if (host.codes().protocol(contract) < FIRST_WITH_CONSTRUCTORS) {
      if (args.isEmpty()) {
        return;
      }
      throw host.log()
          .fault(
              Kind.CONTEXT,
              Code.INVALID_ACTION,
              "trying to call non-default constructor on a contract that doesn't support"
                  + " constructors (built prior to protocol 22)");
    }
    HostValue result;
    try {
      result =
          host.calls()
              .internal(
                  contract,
                  Values.symbol(CONSTRUCTOR),
                  args,
                  Calls.Reentry.REFUSED,
                  args.isEmpty());
    } catch (HostFault e) {
      if (!Host.recoverable(e)) {
        throw e;
      }
      throw host.log()
          .fault(
              Kind.CONTEXT,
              Code.INVALID_ACTION,
              "constructor invocation has failed with error",
              Values.error(e));
    }
    if (!Values.isVoid(result)) {
      throw host.log()
          .fault(Kind.VALUE, Code.UNEXPECTED_TYPE, "constructor returned non-void value", result);
    }
  }

  /** Lets the contract that runs execute something else from the next call on. */
  void upgrade(Executable executable) {
    byte[] contract = host.frames().contractId();
    Executable old = host.codes().instance(contract).executable();
    host.log()
        .systemEvent(
            List.of(
                Values.symbol("executable_update"),
                AuthContexts.executable(old),
                AuthContexts.executable(executable)),
            Values.EMPTY_VEC);
    host.codes().store(contract, executable, null);
  }
}
