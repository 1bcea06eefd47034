package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/**
 * Who has allowed what: by entries that are checked, or by writing down what would have to be
 * allowed. Contracts allow what they call themselves, and what they have said that may be called
 * below.
 */
final class HostAuthority {
  /** A frame that may ask: a contract's call, or a creation. */
  private sealed interface Asker {
    record Contract(HostValue address, HostValue function) implements Asker {}

    record Creation(CreateArgs args) implements Asker {}
  }

  private record Invoker(HostValue contract, MatchTracker tracker) {}

  /** What can be gone back to. */
  record Snapshot(
      List<Authorized> used,
      List<Boolean> verified,
      @Nullable List<AuthSigner> recorded,
      List<Authorized> invokers,
      @Nullable IdentityHashMap<HostValue, Integer> handles) {}

  private final Host host;
  private final HostRequest.Authorization mode;
  private final List<Asker> askers = new ArrayList<>();
  private List<AuthSigner> signers = new ArrayList<>();
  private final List<Invoker> invokers = new ArrayList<>();
  private IdentityHashMap<HostValue, Integer> handles = new IdentityHashMap<>();

  HostAuthority(Host host, HostRequest.Authorization mode) {
    this.host = host;
    this.mode = mode;
  }

  /** Takes in the entries that were given. */
  void readEntries() {
    if (mode instanceof HostRequest.Authorization.Given(List<byte[]> entries)) {
      for (byte[] entry : entries) {
        signers.add(AuthSignerIn.read(host, entry));
      }
    }
  }

  private boolean recording() {
    return mode instanceof HostRequest.Authorization.Recorded;
  }

  void require(HostValue address, List<HostValue> args) {
    if (askers.isEmpty()) {
      throw host.log()
          .fault(Kind.AUTH, Code.INTERNAL_ERROR, "unexpected require_auth outside of valid frame");
    }
    Authorized.Deed deed =
        switch (askers.getLast()) {
          case Asker.Contract(HostValue contract, HostValue function) ->
              new Authorized.Deed.Call(contract, function, args);
          case Asker.Creation(CreateArgs create) -> new Authorized.Deed.Create(create);
        };
    host.budget().copy(208);
    if (allowedByCaller(address, deed)) {
      return;
    }
    if (mode instanceof HostRequest.Authorization.Recorded recorded) {
      record(address, deed, recorded);
    } else {
      enforce(address, deed);
    }
  }

  private boolean same(HostValue a, HostValue b) {
    return host.order().compare(a, b) == 0;
  }

  /** The contract that called, or one further up that has said so. */
  private boolean allowedByCaller(HostValue address, Authorized.Deed deed) {
    if (askers.size() < 2) {
      return false;
    }
    if (askers.get(askers.size() - 2) instanceof Asker.Contract caller
        && same(caller.address(), address)) {
      return true;
    }
    HostValue current = askers.getLast() instanceof Asker.Contract now ? now.address() : null;
    for (Invoker invoker : invokers) {
      if (current != null && same(invoker.contract(), current)) {
        continue;
      }
      if (same(invoker.contract(), address) && invoker.tracker().match(deed, true, host.order())) {
        return true;
      }
    }
    return false;
  }

  private void enforce(HostValue address, Authorized.Deed deed) {
    boolean active = false;
    for (AuthSigner signer : signers) {
      if (!signer.busy()
          && same(signer.address(), address)
          && signer.tracker().active()
          && !signer.tracker().frameMatched()) {
        active = true;
        break;
      }
    }
    for (AuthSigner signer : signers) {
      if (signer.busy() || !same(signer.address(), address)) {
        continue;
      }
      signer.busy(true);
      try {
        if (signer.tracker().match(deed, !active, host.order())) {
          if (!signer.verified()) {
            new Authentication(host).verify(signer);
            signer.verified(true);
          }
          return;
        }
      } finally {
        signer.busy(false);
      }
    }
    throw host.log()
        .fault(Kind.AUTH, Code.INVALID_ACTION, "Unauthorized function call for address", address);
  }

  private void record(
      HostValue address, Authorized.Deed deed, HostRequest.Authorization.Recorded recorded) {
    Integer known = handles.get(address);
    if (known != null) {
      AuthSigner signer = signers.get(known);
      if (signer.tracker().anyMatched()) {
        signer.tracker().record(deed, host.log());
        return;
      }
      handles.remove(address);
    }
    for (AuthSigner signer : signers) {
      if (same(signer.address(), address)
          && signer.tracker().anyMatched()
          && !signer.tracker().frameMatched()) {
        signer.tracker().record(deed, host.log());
        return;
      }
    }
    if (!recorded.belowRoot() && askers.size() != 1) {
      throw notRooted(address);
    }
    signers.add(newSigner(address, deed, recorded));
    handles.put(address, signers.size() - 1);
  }

  private HostFault notRooted(HostValue address) {
    boolean caller =
        askers.subList(0, askers.size() - 1).stream()
            .anyMatch(a -> a instanceof Asker.Contract c && same(c.address(), address));
    String message =
        caller
            ? "[recording authorization only] encountered unauthorized call for a contract earlier"
                + " in the call stack, make sure that you have called"
                + " `authorize_as_current_contract()` with the appropriate arguments for it."
            : "[recording authorization only] encountered authorization not tied to the root"
                + " contract invocation for an address. Use `require_auth()` in the top invocation"
                + " or enable non-root authorization.";
    return host.log().fault(Kind.AUTH, Code.INVALID_ACTION, message, address);
  }

  private AuthSigner newSigner(
      HostValue address, Authorized.Deed deed, HostRequest.Authorization.Recorded recorded) {
    MatchTracker tracker = MatchTracker.recording(deed, askers.size());
    if (same(host.source(), address)) {
      AuthSigner signer =
          new AuthSigner(address, AuthSigner.Credentials.SOURCE, null, 0, Values.VOID, tracker);
      signer.verified(true);
      return signer;
    }
    long nonce = recorded.nonces().getAsLong();
    new Authentication(host).useNonce(address, nonce, host.ledger().maxLiveUntil());
    AuthSigner signer =
        new AuthSigner(address, AuthSigner.Credentials.ADDRESS_V2, nonce, 0, Values.VOID, tracker);
    signer.verified(true);
    return signer;
  }

  /** Lets the current contract be asked below by those that it names. */
  void allowAsCurrentContract(HostValue entries) {
    byte[] contract = host.frames().contractId();
    for (HostValue entry : Values.items(entries)) {
      host.budget().list(1, 264);
      Authorized allowed = new InvokerEntries(host, contract).read(entry);
      invokers.add(new Invoker(Values.contract(contract), new MatchTracker(allowed)));
    }
  }

  void pushCreation(CreateArgs args) {
    askers.add(new Asker.Creation(args));
    pushTrackers();
  }

  void pushContract(byte[] contract, HostValue function) {
    askers.add(new Asker.Contract(Values.contract(contract), function));
    host.budget().list(1, 16);
    pushTrackers();
  }

  private void pushTrackers() {
    for (AuthSigner signer : signers) {
      if (!signer.busy()) {
        signer.tracker().push();
      }
    }
    invokers.forEach(invoker -> invoker.tracker().push());
  }

  void pop(@Nullable Snapshot snapshot) {
    if (snapshot != null) {
      rollback(snapshot);
    }
    if (askers.isEmpty()) {
      return;
    }
    askers.removeLast();
    for (AuthSigner signer : signers) {
      if (!signer.busy()) {
        signer.tracker().pop();
      }
    }
    invokers.forEach(invoker -> invoker.tracker().pop());
    while (!invokers.isEmpty() && invokers.getLast().tracker().empty()) {
      invokers.removeLast();
    }
  }

  Snapshot snapshot() {
    host.budget().list(signers.size(), 96);
    return new Snapshot(
        signers.stream().map(signer -> signer.tracker().snapshot()).toList(),
        signers.stream().map(AuthSigner::verified).toList(),
        recording() ? signers.stream().map(AuthSigner::copy).toList() : null,
        invokers.stream().map(invoker -> invoker.tracker().snapshot()).toList(),
        recording() ? new IdentityHashMap<>(handles) : null);
  }

  private void rollback(Snapshot snapshot) {
    if (snapshot.recorded() != null && snapshot.handles() != null) {
      signers = new ArrayList<>(snapshot.recorded());
      handles = snapshot.handles();
    } else {
      for (int i = 0; i < signers.size(); i++) {
        AuthSigner signer = signers.get(i);
        if (!signer.busy()) {
          signer.tracker().rollback(snapshot.used().get(i));
          signer.verified(snapshot.verified().get(i));
        }
      }
    }
    while (invokers.size() > snapshot.invokers().size()) {
      invokers.removeLast();
    }
    for (int i = 0; i < invokers.size(); i++) {
      invokers.get(i).tracker().rollback(snapshot.invokers().get(i));
    }
  }

  /** Touches what checking the signatures would touch. */
  void emulate() {
    if (recording()) {
      signers.forEach(new Authentication(host)::emulate);
    }
  }

  List<HostResult.RecordedAuth> recorded() {
    if (!recording()) {
      return List.of();
    }
    List<HostResult.RecordedAuth> recorded = new ArrayList<>();
    for (AuthSigner signer : signers) {
      XdrOut out = new XdrOut();
      signer.tracker().root().write(out, host.out());
      recorded.add(
          new HostResult.RecordedAuth(Values.blob(signer.address()), signer.nonce(), out.bytes()));
    }
    return recorded;
  }
}
