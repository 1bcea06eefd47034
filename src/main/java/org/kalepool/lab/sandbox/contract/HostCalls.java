package org.kalepool.lab.sandbox.contract;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.EntryState;
import org.kalepool.lab.sandbox.host.HostCosts;
import org.kalepool.lab.sandbox.host.HostFault;
import org.kalepool.lab.sandbox.host.HostLedger;
import org.kalepool.lab.sandbox.host.HostRequest;
import org.kalepool.lab.sandbox.host.NativeContract;
import org.kalepool.lab.sandbox.host.Natives;
import org.kalepool.lab.sandbox.host.SorobanHost;
import org.kalepool.lab.sandbox.host.World;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryIn;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;

/** Runs host functions of every kind in the Soroban host, on the sandbox's entries. */
public final class HostCalls {
  private static final int PROTOCOL = 28;
  private static final int UPLOAD = 2;

  private final NetworkRules rules;
  private final SorobanHost host;

  public HostCalls(NetworkRules rules) {
    this.rules = rules;
    this.host =
        new SorobanHost(
            new Known(rules),
            HostCosts.builtIn().withLimits(rules.limits().instructionsEach(), Limits.MEMORY_EACH));
  }

  /**
   * The entry of a contract's code, as an upload makes it.
   *
   * @throws IllegalArgumentException when the network would not take it
   */
  public Data codeEntry(byte[] wasm) {
    try {
      byte[] entry = SorobanHost.codeEntry(wasm, PROTOCOL);
      return EntryIn.data(new Key.Code(Hash.of(Sha256.of(wasm))), entry);
    } catch (HostFault e) {
      throw new IllegalArgumentException("no contract's code: " + e.text(), e);
    }
  }

  /** The contracts in Java. */
  private static final class Known implements Natives {
    private final NetworkRules rules;
    private final NativeContract asset = new AssetContract();
    private final NativeContract farm;

    Known(NetworkRules rules) {
      this.rules = rules;
      this.farm = new FarmNative(rules.contracts().code());
    }

    @Override
    public NativeContract asset() {
      return asset;
    }

    @Override
    public @Nullable NativeContract code(byte[] hash) {
      return rules.contracts().javaRules() && Arrays.equals(hash, rules.contracts().code().bytes())
          ? farm
          : null;
    }
  }

  /**
   * What is to be run.
   *
   * @param hostFunction HostFunction as XDR
   * @param source of the operation
   */
  public record Request(byte[] hostFunction, Address source) {
    /** An upload of no module at all, which the network takes. */
    private boolean uploadsNothing() {
      return Arrays.equals(hostFunction, new byte[] {0, 0, 0, UPLOAD, 0, 0, 0, 0});
    }
  }

  /** The entries that a call may touch. */
  public record Declared(
      Collection<Key> readOnly, Collection<Key> readWrite, Collection<Key> restored) {}

  /**
   * Runs it within what it declared, allowed by the entries that came with it.
   *
   * @param instructions that it may take
   */
  public HostOutcome enforcing(
      Request request,
      List<byte[]> auth,
      Declared declared,
      long instructions,
      View view,
      Ledger ledger) {
    return run(
        request,
        new HostRequest.Authorization.Given(auth),
        new HostRequest.Access.Declared(
            keys(declared.readOnly), keys(declared.readWrite), keys(declared.restored)),
        instructions,
        view,
        ledger);
  }

  /** Runs it to see what it touches, allowed by the entries that came with it. */
  public HostOutcome simulating(Request request, List<byte[]> auth, View view, Ledger ledger) {
    return run(
        request,
        new HostRequest.Authorization.Given(auth),
        new HostRequest.Access.Recorded(),
        rules.limits().instructionsEach(),
        view,
        ledger);
  }

  /** Runs it to see what it touches and whom it asks. */
  public HostOutcome recording(
      Request request, boolean belowRoot, LongSupplier nonces, View view, Ledger ledger) {
    return run(
        request,
        new HostRequest.Authorization.Recorded(belowRoot, nonces),
        new HostRequest.Access.Recorded(),
        rules.limits().instructionsEach(),
        view,
        ledger);
  }

  private HostOutcome run(
      Request request,
      HostRequest.Authorization authorization,
      HostRequest.Access access,
      long instructions,
      View view,
      Ledger ledger) {
    if (request.uploadsNothing()) {
      return new HostOutcome(EmptyModule.upload(world(view, ledger), ledger, rules, access));
    }
    byte[] seed = Sha256.of(request.hostFunction);
    return new HostOutcome(
        host.run(
            world(view, ledger),
            new HostLedger(
                PROTOCOL,
                rules.networkId(),
                ledger.sequence(),
                ledger.closeTime(),
                rules.baseReserve(),
                rules.minTempTtl(),
                rules.minPersistentTtl(),
                NetworkRules.MAX_TTL),
            new HostRequest(request.hostFunction, request.source, authorization, access, seed),
            instructions));
  }

  private World world(View view, Ledger ledger) {
    return wanted -> {
      Key key = Keys.of(wanted.bytes());
      StoredEntry entry = entry(view, key, ledger);
      return entry == null
          ? null
          : new EntryState(EntryXdr.dataBytes(key, entry.data()), entry.liveUntil());
    };
  }

  /** An entry as contracts see it: KALE's code is there also where nobody has it. */
  private @Nullable StoredEntry entry(View view, Key key, Ledger ledger) {
    StoredEntry entry = view.get(key);
    if (entry == null
        && rules.contracts().javaRules()
        && key.equals(new Key.Code(rules.contracts().code()))) {
      return new StoredEntry(
          new Data.NativeCode(rules.contracts().code()),
          0,
          ledger.sequence() + NetworkRules.MAX_TTL - 1,
          null);
    }
    return entry;
  }

  private static List<EntryKey> keys(Collection<Key> keys) {
    return keys.stream().map(key -> EntryKey.of(key.bytes())).toList();
  }
}
