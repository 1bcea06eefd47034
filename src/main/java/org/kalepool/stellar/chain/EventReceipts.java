package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.Receipts;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Assets;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;

/** Receipts out of the events of the two assets' contracts, of many receivers at a time. */
@ApplicationScoped
public class EventReceipts implements Receipts {
  private final EventPages pages;
  private final StellarRpc rpc;
  private final ConfiguredNetwork settings;

  public EventReceipts(EventPages pages, StellarRpc rpc, ConfiguredNetwork settings) {
    this.pages = pages;
    this.rpc = rpc;
    this.settings = settings;
  }

  @Override
  public Known received(Collection<Address> receivers, long from, long through, Instant born) {
    Map<Address, List<Receipt>> found = new HashMap<>();
    Contracts contracts = contracts();
    long since = from;
    for (List<Address> part :
        receivers.stream()
            .distinct()
            .gather(Gatherers.windowFixed(StellarRpc.PATTERNS_A_READ))
            .toList()) {
      // a page may be read twice; by their identifiers they are in the order of the network
      Map<String, Rpc.EventInfo> events = new TreeMap<>();
      since = Math.max(since, read(contracts, part, since, through, born, events));
      found.putAll(of(contracts, part, events.values(), through));
    }
    return new Known(since, found);
  }

  /** Reads what there is; where that is less than is asked for, what the node remembers. */
  private long read(
      Contracts contracts,
      List<Address> receivers,
      long from,
      long through,
      Instant born,
      Map<String, Rpc.EventInfo> events) {
    if (readAll(contracts, receivers, from, through, events)) {
      return from;
    }
    events.clear();
    Rpc.GetHealthResponse memory = rpc.getHealth();
    boolean whole =
        memory.oldestLedgerCloseTime() > 0
            && memory.oldestLedgerCloseTime() <= born.getEpochSecond();
    // the oldest ledger is forgotten while it is asked for
    long oldest = Math.min(through, memory.oldestLedger() + 1);
    if (!readAll(contracts, receivers, oldest, through, events)) {
      events.clear();
      return through + 1;
    }
    return whole ? from : oldest;
  }

  private boolean readAll(
      Contracts contracts,
      List<Address> receivers,
      long from,
      long through,
      Map<String, Rpc.EventInfo> events) {
    return pages.read(
        contracts.both(),
        from,
        through,
        receivers.stream().map(EventReceipts::pattern).toList(),
        event -> events.put(EventTransfers.id(event), event));
  }

  /** Those of the two assets. */
  private record Contracts(String kale, String lumens) {
    List<String> both() {
      return List.of(kale, lumens);
    }

    @Nullable Asset asset(Rpc.EventInfo event) {
      if (kale.equals(event.contractId())) {
        return Asset.KALE;
      }
      return lumens.equals(event.contractId()) ? Asset.XLM : null;
    }
  }

  private Contracts contracts() {
    KaleNetwork network = settings.network();
    return new Contracts(
        network.assetContract().text(), Assets.contractOfXlm(network.passphrase()).text());
  }

  private static List<String> pattern(Address receiver) {
    String own = Xdr.base64(ScVals.address(receiver)::encode);
    return List.of(EventPages.symbol("transfer"), "*", own, "*");
  }

  private record Payments(Address receiver, Asset asset, Hash transaction) {}

  private static Map<Address, List<Receipt>> of(
      Contracts contracts,
      List<Address> receivers,
      Collection<Rpc.EventInfo> events,
      long through) {
    Map<Address, List<Receipt>> found = new HashMap<>();
    receivers.forEach(receiver -> found.put(receiver, new ArrayList<>()));
    Map<Payments, Integer> numbers = new HashMap<>();
    for (Rpc.EventInfo event : events) {
      Asset asset = contracts.asset(event);
      if (asset != null && event.ledger() <= through) {
        ContractEvents.transferred(event)
            .ifPresent(
                paid -> {
                  Address to = paid.to();
                  if (to != null && found.containsKey(to) && !to.equals(paid.from())) {
                    Hash hash = EventTransfers.transaction(event);
                    found
                        .get(to)
                        .add(
                            new Receipt(
                                asset,
                                event.ledger(),
                                hash,
                                numbers.merge(new Payments(to, asset, hash), 1, Integer::sum) - 1,
                                paid.from(),
                                paid.amount().stroops()));
                  }
                });
      }
    }
    found.values().forEach(each -> each.sort(Comparator.comparingLong(Receipt::ledger)));
    return found;
  }
}
