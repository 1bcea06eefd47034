package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Gatherers;
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
    long since = from;
    for (List<Address> part :
        receivers.stream()
            .distinct()
            .gather(Gatherers.windowFixed(StellarRpc.PATTERNS_A_READ))
            .toList()) {
      // a page may be read twice; by their identifiers they are in the order of the network
      Map<String, Rpc.EventInfo> events = new TreeMap<>();
      since = Math.max(since, read(part, since, through, born, events));
      part.forEach(receiver -> found.put(receiver, of(receiver, events.values(), through)));
    }
    return new Known(since, found);
  }

  /** Reads what there is; where that is less than is asked for, what the node remembers. */
  private long read(
      List<Address> receivers,
      long from,
      long through,
      Instant born,
      Map<String, Rpc.EventInfo> events) {
    if (readAll(receivers, from, through, events)) {
      return from;
    }
    events.clear();
    Rpc.GetHealthResponse memory = rpc.getHealth();
    boolean whole =
        memory.oldestLedgerCloseTime() > 0
            && memory.oldestLedgerCloseTime() <= born.getEpochSecond();
    // the oldest ledger is forgotten while it is asked for
    long oldest = Math.min(through, memory.oldestLedger() + 1);
    if (!readAll(receivers, oldest, through, events)) {
      events.clear();
      return through + 1;
    }
    return whole ? from : oldest;
  }

  private boolean readAll(
      List<Address> receivers, long from, long through, Map<String, Rpc.EventInfo> events) {
    return pages.read(
        contracts(),
        from,
        through,
        receivers.stream().map(EventReceipts::pattern).toList(),
        event -> events.put(EventTransfers.id(event), event));
  }

  private List<String> contracts() {
    KaleNetwork network = settings.network();
    return List.of(network.assetContract().text(), lumens(network).text());
  }

  private static Address lumens(KaleNetwork network) {
    return Assets.contractOfXlm(network.passphrase());
  }

  private static List<String> pattern(Address receiver) {
    String own = Xdr.base64(ScVals.address(receiver)::encode);
    return List.of(EventPages.symbol("transfer"), "*", own, "*");
  }

  private List<Receipt> of(Address receiver, Collection<Rpc.EventInfo> events, long through) {
    List<Receipt> found = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (Rpc.EventInfo event : events) {
      Optional<Asset> asset = asset(event);
      if (asset.isPresent() && event.ledger() <= through) {
        ContractEvents.transferred(event)
            .filter(paid -> receiver.equals(paid.to()) && !receiver.equals(paid.from()))
            .ifPresent(
                paid -> {
                  Hash hash = EventTransfers.transaction(event);
                  found.add(
                      new Receipt(
                          asset.get(),
                          event.ledger(),
                          hash,
                          numbers.merge(asset.get() + hash.hex(), 1, Integer::sum) - 1,
                          paid.from(),
                          paid.amount().stroops()));
                });
      }
    }
    found.sort(Comparator.comparingLong(Receipt::ledger));
    return List.copyOf(found);
  }

  private Optional<Asset> asset(Rpc.EventInfo event) {
    KaleNetwork network = settings.network();
    String contract = event.contractId();
    return network.assetContract().text().equals(contract)
        ? Optional.of(Asset.KALE)
        : lumens(network).text().equals(contract) ? Optional.of(Asset.XLM) : Optional.empty();
  }
}
