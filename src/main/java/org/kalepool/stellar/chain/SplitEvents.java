package org.kalepool.stellar.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.PoolContracts.PaidPart;
import org.kalepool.stellar.PoolContracts.WasSplit;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.xdr.ContractFunctions;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.SCVal;

/** Payouts out of split contracts' own events. */
final class SplitEvents {
  private final EventPages pages;

  SplitEvents(EventPages pages) {
    this.pages = pages;
  }

  /** As {@link org.kalepool.stellar.PoolContracts#wasSplit}. */
  Optional<WasSplit> find(Address contract, Address custodial, UUID farmer, long ledger) {
    List<Rpc.EventInfo> events = new ArrayList<>();
    List<String> pattern =
        List.of(EventPages.symbol("split"), Xdr.base64(ScVals.address(custodial)::encode), "*");
    boolean remembered =
        pages.read(List.of(contract.text()), ledger, ledger, List.of(pattern), events::add);
    if (!remembered) {
      return Optional.empty();
    }
    return events.stream()
        .filter(event -> event.ledger() == ledger)
        .flatMap(event -> read(event, farmer).stream())
        .findFirst();
  }

  private static Optional<WasSplit> read(Rpc.EventInfo event, UUID farmer) {
    List<String> topics = event.topic();
    String value = event.value();
    if (topics == null || topics.size() != 3 || value == null) {
      throw new RpcException("getEvents: a split's event of another shape");
    }
    return Xdr.understand(
        "a split's event",
        () -> {
          SCVal[] data = ScVals.items(Xdr.read("a value", value, SCVal::decode));
          if (!Arrays.equals(ScVals.bytes(data[0]), ContractFunctions.id(farmer))) {
            return Optional.empty();
          }
          return Optional.of(
              new WasSplit(
                  EventTransfers.transaction(event),
                  ScVals.address(Xdr.read("a topic", topics.get(2), SCVal::decode)),
                  kale(data[1]),
                  kale(data[2]),
                  Arrays.stream(ScVals.items(data[5])).map(SplitEvents::part).toList()));
        });
  }

  private static PaidPart part(SCVal value) {
    SCVal[] part = ScVals.items(value);
    return new PaidPart(
        ScVals.address(part[0]),
        kale(part[1]),
        kale(part[2]),
        kale(part[3]),
        kale(part[4]),
        kale(part[5]));
  }

  private static Kale kale(SCVal value) {
    return Kale.ofStroops(ScVals.int128(value).longValueExact());
  }
}
