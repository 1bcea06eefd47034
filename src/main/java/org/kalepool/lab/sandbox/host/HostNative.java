package org.kalepool.lab.sandbox.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.stellar.sdk.xdr.SCVal;

/** What a contract in Java sees of the host. */
final class HostNative implements NativeFrame {
  private static final int INSTANCE = 20;
  private static final int NONCE = 21;

  private final Host host;

  HostNative(Host host) {
    this.host = host;
  }

  Val toNative(HostValue value) {
    try {
      return ScValReader.of(SCVal.fromXdrByteArray(host.out().bytes(value)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HostValue toHost(Val value) {
    return host.in().read(value.bytes());
  }

  @Override
  public Address contract() {
    return Address.contract(host.frames().contractId());
  }

  @Override
  public HostLedger ledger() {
    return host.ledger();
  }

  @Override
  public void requireAuth(Address address) {
    host.authority().require(toHost(new Val.Addr(address)), host.frames().current().args());
  }

  @Override
  public void requireAuth(Address address, List<Val> args) {
    host.authority()
        .require(toHost(new Val.Addr(address)), args.stream().map(this::toHost).toList());
  }

  @Override
  public Val call(Address contract, String function, List<Val> args) {
    HostValue list = new HostValue.Vec(args.stream().map(this::toHost).toList());
    return toNative(
        host.calls()
            .byContract(toHost(new Val.Addr(contract)), Values.symbol(function), list, false));
  }

  @Override
  public @Nullable EntryState get(EntryKey key) {
    return host.entries().get(key, name(key));
  }

  @Override
  public void put(EntryKey key, byte[] data, long liveUntil) {
    EntryState before = host.entries().get(key, name(key));
    long until = before != null ? before.liveUntil() : liveUntil;
    if (before == null && key.lives()) {
      until = Math.max(until, host.lives().least(key));
    }
    host.entries().put(key, new EntryState(data, until), name(key));
  }

  @Override
  public void delete(EntryKey key) {
    host.entries().delete(key, name(key));
  }

  @Override
  public void extend(EntryKey key, long threshold, long extendTo) {
    host.lives().extend(key, threshold, extendTo, null);
  }

  @Override
  public void event(List<Val> topics, Val data) {
    host.log().contractEvent(topics.stream().map(this::toHost).toList(), toHost(data));
  }

  @Override
  public HostFault fault(HostFault.Kind kind, HostFault.Code code, String message, Val... args) {
    return host.log().fault(kind, code, message, hostArgs(args));
  }

  @Override
  public HostFault fault(int code, String message, Val... args) {
    return host.log().note(HostFault.contract(code), message, hostArgs(args));
  }

  @Override
  public void log(String message, Val... args) {
    host.log().log(message, hostArgs(args));
  }

  /** The key as a contract knows it, for the diagnostics; null for classic entries and code. */
  private @Nullable HostValue name(EntryKey key) {
    byte[] xdr = key.bytes();
    if (!key.lives() || key.isCode()) {
      return null;
    }
    XdrIn in = new XdrIn(xdr);
    in.int32();
    ScValIn.scAddress(in);
    byte[] name = Arrays.copyOfRange(xdr, in.position(), xdr.length - 4);
    return name[3] == INSTANCE || name[3] == NONCE ? null : host.in().read(name);
  }

  private HostValue[] hostArgs(Val... args) {
    return Arrays.stream(args).map(this::toHost).toArray(HostValue[]::new);
  }

  @Override
  public void charge(long instructions, long memory) {
    host.budget().add(instructions, memory);
  }
}
