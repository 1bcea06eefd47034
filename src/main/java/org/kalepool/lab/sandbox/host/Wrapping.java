package org.kalepool.lab.sandbox.host;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/**
 * What the network counts around a call: taking in what is asked for, the footprint and its
 * entries, and writing down what came of it. When things are written down instead of given, the
 * network counts it afterwards, as it would beforehand, so that what it foresees is no less.
 */
final class Wrapping {
  private static final int ACCOUNT_ID = 36;
  private static final int RESOURCES = 12;

  /** As long as the signatures that the network imagines. */
  private static final int IMAGINED_SIGNATURE = 520;

  private final Host host;
  private final EntryCosts costs;
  private final HostRequest request;
  private final World world;

  Wrapping(Host host, HostRequest request, World world) {
    this.host = host;
    this.costs = new EntryCosts(host.budget());
    this.request = request;
    this.world = world;
  }

  private boolean recording() {
    return request.access() instanceof HostRequest.Access.Recorded;
  }

  void before() {
    Budget budget = host.budget();
    if (!recording()) {
      surroundings(host.storage().footprint());
    }
    budget.charge(CostType.VAL_DESER, request.hostFunction().length);
    budget.charge(CostType.VAL_DESER, ACCOUNT_ID);
    if (request.authorization() instanceof HostRequest.Authorization.Given(List<byte[]> entries)) {
      for (byte[] entry : entries) {
        budget.charge(CostType.VAL_DESER, entry.length);
      }
      budget.list(entries.size(), 384);
    }
  }

  /** The footprint and the entries that it names. */
  private void surroundings(HostResult.HostFootprint footprint) {
    costs.footprint(footprint);
    costs.entries(footprint, world);
    host.budget().charge(CostType.VAL_DESER, EntryCosts.xdr(footprint).length + RESOURCES);
  }

  /**
   * @param value what the call returned, null when it failed
   */
  void after(byte @Nullable [] value) {
    Budget budget = host.budget();
    if (value != null) {
      budget.encoded(XdrWrites.scVal(value), value.length);
    }
    HostResult.HostFootprint footprint = host.storage().footprint();
    if (recording()) {
      authorizations();
      surroundings(footprint);
    }
    if (value == null) {
      return;
    }
    footprint.readOnly().forEach(key -> change(key, false));
    footprint.readWrite().forEach(key -> change(key, true));
    List<byte[]> events = host.log().events();
    events.forEach(event -> budget.encoded(XdrWrites.event(event), event.length));
    budget.list(events.size(), 24);
  }

  private void authorizations() {
    Budget budget = host.budget();
    int count = 0;
    for (HostResult.RecordedAuth auth : host.authority().recorded()) {
      int credentials = auth.bySource() ? 4 : 4 + auth.address().length + 12 + IMAGINED_SIGNATURE;
      budget.charge(CostType.VAL_DESER, credentials + auth.invocation().length);
      budget.list(1, 328);
      authorized(auth.invocation());
      count++;
    }
    if (request.authorization() instanceof HostRequest.Authorization.Given(List<byte[]> entries)) {
      entries.forEach(entry -> budget.charge(CostType.VAL_DESER, entry.length));
      count += entries.size();
    }
    budget.list(count, 384);
  }

  /** Values out of what was written down, as when it is given the next time. */
  private void authorized(byte[] invocation) {
    Authorized root = Authorized.read(new XdrIn(invocation), host.in());
    host.budget().list(root.size(), 208);
    root.write(new XdrOut(), new ScValOut(host.budget()));
  }

  private void change(EntryKey key, boolean written) {
    Budget budget = host.budget();
    costs.find(host.storage().size(), EntryCosts.ENTRIES);
    costs.encodeKey(key);
    if (key.lives()) {
      budget.charge(CostType.COMPUTE_SHA256_HASH, key.size());
      budget.list(32, 1);
    }
    if (!recording()) {
      costs.find(host.storage().size(), EntryCosts.ENTRIES);
    }
    EntryState state = written ? host.storage().peek(key) : null;
    if (state != null) {
      host.storage().decode(key, state);
      costs.encodeEntry(key, state.data());
    }
  }
}
