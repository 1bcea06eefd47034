package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Transfers;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;

/** Transfers out of the asset contract's events. */
@ApplicationScoped
public class EventTransfers implements Transfers {
  /** Each is asked for as sender and as receiver. */
  private static final int PARTIES_A_READ = StellarRpc.PATTERNS_A_READ / 2;

  private final EventPages pages;
  private final Movements movements;
  private final StellarRpc rpc;

  public EventTransfers(EventPages pages, Movements movements, StellarRpc rpc) {
    this.pages = pages;
    this.movements = movements;
    this.rpc = rpc;
  }

  @Override
  public Remembered remembered(Collection<Address> parties, long from, long through) {
    Optional<Map<Address, List<Transfer>>> all = of(parties, from, through);
    if (all.isPresent()) {
      return new Remembered(from, all.get());
    }
    long oldest = rpc.getHealth().oldestLedger();
    // the oldest ledger may be forgotten while it is asked for
    for (long since = Math.max(from, oldest); since <= Math.min(oldest + 1, through); since++) {
      all = of(parties, since, through);
      if (all.isPresent()) {
        return new Remembered(since, all.get());
      }
    }
    return new Remembered(through + 1, Map.of());
  }

  private Optional<Map<Address, List<Transfer>>> of(
      Collection<Address> parties, long from, long through) {
    Map<Address, List<Transfer>> found = new LinkedHashMap<>();
    for (List<Address> part :
        parties.stream().distinct().gather(Gatherers.windowFixed(PARTIES_A_READ)).toList()) {
      // a page may be read twice; by their identifiers they are in the order of the network
      Map<String, Rpc.EventInfo> events = new TreeMap<>();
      boolean remembered =
          pages.read(
              from,
              through,
              part.stream().flatMap(EventTransfers::patterns).toList(),
              event -> events.put(id(event), event));
      if (!remembered) {
        return Optional.empty();
      }
      found.putAll(of(part, events.values(), through));
    }
    return Optional.of(found);
  }

  private static Stream<List<String>> patterns(Address party) {
    String name = EventPages.symbol("transfer");
    String own = Xdr.base64(ScVals.address(party)::encode);
    // an event of a classic asset names the asset last
    return Stream.of(List.of(name, own, "*", "*"), List.of(name, "*", own, "*"));
  }

  /** What orders events as the network had them. */
  static String id(Rpc.EventInfo event) {
    if (event.id() == null || event.txHash() == null) {
      throw new RpcException("getEvents: an event without its identifier or transaction");
    }
    return event.id();
  }

  /** Of one party and one transaction. */
  private record Places(Address party, Hash transaction) {}

  /** Each event is read once, for both of its parties. */
  private static Map<Address, List<Transfer>> of(
      List<Address> parties, Collection<Rpc.EventInfo> events, long through) {
    Map<Address, List<Transfer>> found = new LinkedHashMap<>();
    parties.forEach(party -> found.put(party, new ArrayList<>()));
    Map<Places, Integer> places = new HashMap<>();
    for (Rpc.EventInfo event : events) {
      if (event.ledger() <= through) {
        ContractEvents.transferred(event)
            .filter(paid -> !Objects.equals(paid.from(), paid.to()))
            .ifPresent(
                paid -> {
                  for (Address party : Arrays.asList(paid.from(), paid.to())) {
                    List<Transfer> its = party == null ? null : found.get(party);
                    if (its != null) {
                      Hash transaction = transaction(event);
                      int place = places.merge(new Places(party, transaction), 1, Integer::sum) - 1;
                      its.add(transfer(event, transaction, place, paid));
                    }
                  }
                });
      }
    }
    found.values().forEach(its -> its.sort(Comparator.comparingLong(Transfer::ledger)));
    found.replaceAll((party, its) -> List.copyOf(its));
    return found;
  }

  private static Transfer transfer(
      Rpc.EventInfo event, Hash transaction, int place, ContractEvents.Paid paid) {
    return new Transfer(
        event.ledger(),
        EventMovements.closeTime(event.ledgerClosedAt()),
        transaction,
        place,
        paid.from(),
        paid.to(),
        paid.amount());
  }

  static Hash transaction(Rpc.EventInfo event) {
    String hash = event.txHash();
    if (hash == null) {
      throw new RpcException("getEvents: an event without its transaction");
    }
    return Xdr.understand("an event's transaction", () -> new Hash(hash));
  }

  @Override
  public long reach(long ledger, Instant born) {
    return movements.reach(ledger, born);
  }
}
