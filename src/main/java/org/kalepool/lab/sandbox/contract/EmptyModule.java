package org.kalepool.lab.sandbox.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.host.EntryChange;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.EntryState;
import org.kalepool.lab.sandbox.host.HostRequest;
import org.kalepool.lab.sandbox.host.HostResult;
import org.kalepool.lab.sandbox.host.World;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** The upload of a module of no bytes: no contract can be made of it, but the network stores it. */
final class EmptyModule {
  private static final byte[] HASH = Sha256.of(new byte[0]);

  /** As measured. */
  private static final long INSTRUCTIONS = 44_401;

  private EmptyModule() {}

  static HostResult upload(
      World world, Ledger ledger, NetworkRules rules, HostRequest.Access access) {
    EntryKey key = EntryKey.code(HASH);
    EntryState before = world.get(key);
    List<EntryKey> touched = List.of(key);
    boolean there = before != null && before.liveUntil() >= ledger.sequence();
    boolean known =
        !(access instanceof HostRequest.Access.Declared declared)
            || declared.readWrite().contains(key);
    if (!there && !known) {
      throw new IllegalArgumentException("an upload declares the code that it writes");
    }
    return new HostResult(
        new HostResult.Outcome.Returned(new Val.Bytes(Hash.of(HASH).hex()).bytes()),
        List.of(),
        List.of(),
        there
            ? new HostResult.HostFootprint(touched, List.of(), List.of(), List.of())
            : new HostResult.HostFootprint(List.of(), touched, List.of(), List.of()),
        List.of(),
        there ? List.of() : List.of(new EntryChange(key, before, made(ledger, rules))),
        INSTRUCTIONS,
        0);
  }

  private static @Nullable EntryState made(Ledger ledger, NetworkRules rules) {
    byte[] entry = new XdrOut().int32(7).int32(0).raw(HASH).int32(0).bytes();
    return new EntryState(entry, ledger.sequence() + rules.minPersistentTtl() - 1);
  }
}
