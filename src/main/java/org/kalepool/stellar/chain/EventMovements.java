package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.ContractEvents.Moved;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;

/** Movements out of the asset contract's events, and the pails out of their transactions. */
@ApplicationScoped
public class EventMovements implements Movements {
  private final EventPages pages;
  private final DeclaredPails declared;
  private final StellarRpc rpc;

  public EventMovements(EventPages pages, DeclaredPails declared, StellarRpc rpc) {
    this.pages = pages;
    this.declared = declared;
    this.rpc = rpc;
  }

  @Override
  public Optional<List<Movement>> moved(Address account, long from, long through) {
    String own = Xdr.base64(ScVals.address(account)::encode);
    Map<String, Rpc.EventInfo> events = new LinkedHashMap<>();
    // a filter takes five patterns; protocols before 23 name the asset's administrator of a mint
    for (List<List<String>> patterns :
        List.of(
            List.of(pattern("mint", own, "*"), pattern("mint", "*", own, "*")),
            List.of(pattern("burn", own, "*"), pattern("transfer", own, "*", "*")))) {
      if (!pages.read(from, through, patterns, event -> events.put(name(event), event))) {
        return Optional.empty();
      }
    }
    Map<Hash, List<Long>> blocks = new HashMap<>();
    List<Movement> movements = new ArrayList<>();
    for (Rpc.EventInfo event : events.values()) {
      if (event.ledger() <= through) {
        movement(event, account, blocks).ifPresent(movements::add);
      }
    }
    List<Movement> apart = new ArrayList<>(apart(movements));
    apart.sort(Comparator.comparingLong(Movement::ledger));
    return Optional.of(List.copyOf(apart));
  }

  /**
   * Where a transaction has harvested all the pails of the account that it declares, each mint is
   * of one of them, in their order: a batch names a farmer's pails from the oldest on.
   */
  private static List<Movement> apart(List<Movement> movements) {
    Map<Hash, List<Movement>> mints =
        movements.stream()
            .filter(movement -> movement.kind() == Kind.MINTED)
            .collect(Collectors.groupingBy(Movement::transaction));
    Map<Hash, Integer> places = new HashMap<>();
    return movements.stream()
        .map(
            movement -> {
              int declared = movement.blocks().size();
              boolean each =
                  movement.kind() == Kind.MINTED
                      && declared > 1
                      && mints.getOrDefault(movement.transaction(), List.of()).size() == declared;
              return each
                  ? movement.of(
                      movement
                          .blocks()
                          .get(places.merge(movement.transaction(), 1, Integer::sum) - 1))
                  : movement;
            })
        .toList();
  }

  @Override
  public long reach(long ledger, Instant born) {
    Rpc.GetHealthResponse memory = rpc.getHealth();
    boolean whole =
        memory.oldestLedgerCloseTime() > 0
            && memory.oldestLedgerCloseTime() <= born.getEpochSecond();
    return whole ? Math.max(ledger, memory.oldestLedger()) : ledger;
  }

  private static List<String> pattern(String name, String... rest) {
    List<String> pattern = new ArrayList<>(List.of(EventPages.symbol(name)));
    pattern.addAll(List.of(rest));
    return pattern;
  }

  /** What tells two events from each other, also if one is read twice. */
  private static String name(Rpc.EventInfo event) {
    return event.id() == null ? event.toString() : event.id();
  }

  private Optional<Movement> movement(
      Rpc.EventInfo event, Address account, Map<Hash, List<Long>> blocks) {
    Optional<Moved> moved = Xdr.understand("an event", () -> ContractEvents.moved(event, account));
    String hash = event.txHash();
    if (moved.isEmpty() || hash == null) {
      return Optional.empty();
    }
    Hash transaction = Xdr.understand("an event's transaction", () -> new Hash(hash));
    List<Long> pails = blocks.get(transaction);
    if (pails == null) {
      pails = declared.of(transaction, event.ledger(), account).orElse(List.of());
      blocks.put(transaction, pails);
    }
    return Optional.of(
        new Movement(
            moved.get().kind(),
            moved.get().amount(),
            event.ledger(),
            closeTime(event.ledgerClosedAt()),
            transaction,
            moved.get().to(),
            pails));
  }

  static long closeTime(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    try {
      return Instant.parse(text).getEpochSecond();
    } catch (DateTimeParseException e) {
      throw new RpcException("getEvents: a ledgerClosedAt of another shape: " + text, e);
    }
  }
}
