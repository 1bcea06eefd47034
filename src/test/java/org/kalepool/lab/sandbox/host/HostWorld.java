package org.kalepool.lab.sandbox.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** A ledger in memory with some contracts, and calls of them. */
final class HostWorld implements World {
  static final int PROTOCOL = 28;
  static final long LEDGER = 1_000;
  static final Address SOURCE = Address.account(filled(1));

  private final Map<EntryKey, EntryState> entries = new HashMap<>();

  static byte[] filled(int with) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  /** A module of the recordings. */
  static byte[] wasm(String name) {
    try (InputStream in =
        HostWorld.class.getResourceAsStream("/recordings/env/" + name + ".wasm")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has a contract that executes this module. */
  Address contract(int id, byte[] wasm) {
    put(EntryKey.code(Sha256.of(wasm)), SorobanHost.codeEntry(wasm, PROTOCOL));
    return contractOf(id, Sha256.of(wasm));
  }

  /** Has a contract whose code is only named: one in Java stands in for it. */
  Address standIn(int id, byte[] hash) {
    XdrOut code = new XdrOut().int32(7).int32(0).raw(hash).int32(0);
    put(EntryKey.code(hash), code.bytes());
    return contractOf(id, hash);
  }

  private Address contractOf(int id, byte[] hash) {
    Address address = Address.contract(filled(id));
    EntryKey key = EntryKey.instance(address);
    Instance instance = new Instance(Executable.wasm(hash), null);
    put(key, SorobanHost.dataEntry(key, instance.scVal()));
    return address;
  }

  private void put(EntryKey key, byte[] data) {
    entries.put(key, new EntryState(data, LEDGER + 1_000));
  }

  @Override
  public @Nullable EntryState get(EntryKey key) {
    return entries.get(key);
  }

  void apply(HostResult result) {
    for (EntryChange change : result.changes()) {
      EntryState after = change.after();
      if (after == null) {
        entries.remove(change.key());
      } else {
        entries.put(change.key(), after);
      }
    }
  }

  static HostLedger ledger() {
    return new HostLedger(
        PROTOCOL, filled(9), LEDGER, 1_750_000_000, 5_000_000, 16, 120, 3_110_400);
  }

  static HostRequest call(Address contract, String function, Val... args) {
    return call(new HostRequest.Access.Recorded(), contract, function, args);
  }

  static HostRequest call(
      HostRequest.Access access, Address contract, String function, Val... args) {
    XdrOut out = new XdrOut().int32(0).raw(Values.scAddress(contract)).string(function);
    out.int32(args.length);
    List.of(args).forEach(arg -> arg.write(out));
    return new HostRequest(
        out.bytes(),
        SOURCE,
        new HostRequest.Authorization.Recorded(true, () -> 7),
        access,
        new byte[32]);
  }

  static HostRequest upload(byte[] wasm) {
    return new HostRequest(
        new XdrOut().int32(2).opaque(wasm).bytes(),
        SOURCE,
        new HostRequest.Authorization.Given(List.of()),
        new HostRequest.Access.Recorded(),
        new byte[32]);
  }
}
