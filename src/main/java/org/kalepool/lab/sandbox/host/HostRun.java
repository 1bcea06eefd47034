package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** One call from outside: what a HostFunction asks for. */
final class HostRun {
  private static final int INVOKE = 0;
  private static final int CREATE = 1;
  private static final int UPLOAD = 2;
  private static final int CREATE_V2 = 3;

  private final Host host;
  private final byte[] hostFunction;
  private final Wrapping wrapping;

  HostRun(Host host, HostRequest request, World world) {
    this.host = host;
    this.hostFunction = request.hostFunction();
    this.wrapping = new Wrapping(host, request, world);
  }

  HostResult run() {
    HostResult.Outcome outcome;
    byte[] value = null;
    try {
      wrapping.before();
      host.authority().readEntries();
      value = host.out().bytes(host.frames().run(CallFrame.outside(), this::invoke));
      outcome = new HostResult.Outcome.Returned(value);
    } catch (HostFault e) {
      outcome = new HostResult.Outcome.Failed(e);
    }
    try {
      wrapping.after(value);
    } catch (HostFault e) {
      outcome = new HostResult.Outcome.Failed(e);
    }
    boolean done = outcome instanceof HostResult.Outcome.Returned;
    return result(outcome, done ? host.storage().changes() : List.of());
  }

  private HostResult result(HostResult.Outcome outcome, List<EntryChange> changes) {
    boolean done = outcome instanceof HostResult.Outcome.Returned;
    long instructions = host.budget().instructions();
    long memory = host.budget().memory();
    host.budget().pause();
    return new HostResult(
        outcome,
        done ? host.log().events() : List.of(),
        host.log().all(),
        host.storage().footprint(),
        host.authority().recorded(),
        changes,
        instructions,
        memory);
  }

  private HostValue invoke() {
    XdrIn in = new XdrIn(hostFunction);
    return switch (in.int32()) {
      case INVOKE -> call(in);
      case CREATE -> create(CreateArgs.readOld(in));
      case UPLOAD -> Make.object(host, Values.bytes(host.codes().upload(in.opaque())));
      case CREATE_V2 -> create(CreateArgs.read(in));
      default -> throw XdrIn.invalid();
    };
  }

  private HostValue call(XdrIn in) {
    byte[] address = ScValIn.scAddress(in);
    if (!Values.isContract(address)) {
      throw host.log()
          .fault(Kind.VALUE, Code.UNEXPECTED_TYPE, "invoked address doesn't belong to a contract");
    }
    byte[] name = in.opaque(Values.MOST_SYMBOL_CHARACTERS);
    if (!Values.goodSymbol(name)) {
      throw XdrIn.invalid();
    }
    List<HostValue> args = host.in().list(in);
    return host.calls().external(Arrays.copyOfRange(address, 4, 36), Values.symbol(name), args);
  }

  private HostValue create(CreateArgs args) {
    byte @Nullable [] deployer = args.deployer();
    List<HostValue> constructorArgs = host.in().list(new XdrIn(args.constructorArgs()));
    return new Creation(host)
        .make(deployer == null ? null : Values.address(deployer), args, constructorArgs);
  }
}
