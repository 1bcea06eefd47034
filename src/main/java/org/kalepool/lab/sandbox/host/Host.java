package org.kalepool.lab.sandbox.host;

import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** The parts of one call's host. */
final class Host {
  private final HostLedger ledger;
  private final HostValue source;
  private final Budget budget;
  private final ValueOrder order;
  private final ScValIn in;
  private final ScValOut out;
  private final CallStack frames;
  private final Diagnostics log;
  private final Storage storage;
  private final Entries entries;
  private final Lives lives;
  private final HostCrypto crypto;
  private final Codes codes;
  private final Calls calls;
  private final HostAuthority authority;
  private final Prng prng;

  Host(
      Natives natives,
      HostCosts costs,
      Modules modules,
      World world,
      HostLedger ledger,
      HostRequest request) {
    this.ledger = ledger;
    this.source = Values.address(Values.scAddress(request.source()));
    this.budget = new Budget(costs);
    this.order = new ValueOrder(budget);
    this.in = new ScValIn(budget, order);
    this.out = new ScValOut(budget);
    this.frames = new CallStack(this);
    this.log = new Diagnostics(budget, frames::contractOrNull);
    this.storage = new Storage(world, ledger, budget, request.access());
    this.entries = new Entries(storage, log);
    this.lives = new Lives(storage, log);
    this.crypto = new HostCrypto(budget, log);
    this.codes = new Codes(this, natives, modules);
    this.calls = new Calls(this, natives);
    this.authority = new HostAuthority(this, request.authorization());
    this.prng = Prng.base(request.seed(), budget);
  }

  HostLedger ledger() {
    return ledger;
  }

  HostValue source() {
    return source;
  }

  Budget budget() {
    return budget;
  }

  ValueOrder order() {
    return order;
  }

  ScValIn in() {
    return in;
  }

  ScValOut out() {
    return out;
  }

  CallStack frames() {
    return frames;
  }

  Diagnostics log() {
    return log;
  }

  Storage storage() {
    return storage;
  }

  Entries entries() {
    return entries;
  }

  Lives lives() {
    return lives;
  }

  HostCrypto crypto() {
    return crypto;
  }

  Codes codes() {
    return codes;
  }

  Calls calls() {
    return calls;
  }

  HostAuthority authority() {
    return authority;
  }

  /** Where the contracts' random numbers come from. */
  Prng prng() {
    return prng;
  }

  /** Whether a caller may go on after it. */
  static boolean recoverable(HostFault fault) {
    if (fault.kind() != Kind.CONTRACT && fault.code() == Code.INTERNAL_ERROR.ordinal()) {
      return false;
    }
    return !fault.is(Kind.STORAGE, Code.EXCEEDED_LIMIT)
        && !fault.is(Kind.BUDGET, Code.EXCEEDED_LIMIT);
  }
}
