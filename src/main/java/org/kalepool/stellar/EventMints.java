package org.kalepool.stellar;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/** Mints out of the asset contract's events. */
@ApplicationScoped
class EventMints implements Mints {
  private static final Logger LOG = Logger.getLogger(EventMints.class);
  private static final int A_PAGE = 1_000;

  /** A node looks through 10 000 ledgers a call: enough for a week of them. */
  private static final int MOST_PAGES = 15;

  private final StellarRpc rpc;
  private final NetworkSettings settings;

  EventMints(StellarRpc rpc, NetworkSettings settings) {
    this.rpc = rpc;
    this.settings = settings;
  }

  @Override
  public Optional<Seen> since(Address account, long ledger) {
    String mint = Xdr.base64(ScVals.symbol("mint")::encode);
    String to = Xdr.base64(ScVals.address(account)::encode);
    // protocols before 23 name the asset's administrator first
    List<List<String>> topics = List.of(List.of(mint, to, "*"), List.of(mint, "*", to, "*"));
    List<String> asset = List.of(settings.network().assetContract().text());
    Set<Hash> found = new LinkedHashSet<>();
    long next = ledger;
    try {
      for (int page = 0; page < MOST_PAGES; page++) {
        Rpc.Events answer = rpc.getEvents(next, asset, topics, A_PAGE);
        List<Rpc.Event> events = answer.found();
        for (Rpc.Event event : events) {
          String hash = event.txHash();
          if (hash != null && ContractEvents.minted(event, account).isPresent()) {
            found.add(Xdr.understand("an event's transaction", () -> new Hash(hash)));
          }
        }
        long through = events.size() < A_PAGE ? through(answer) : events.getLast().ledger();
        if (through >= answer.latestLedger()) {
          return Optional.of(new Seen(found, answer.latestLedger()));
        }
        // a full page may end within a ledger, which is then read again
        next = events.size() < A_PAGE ? through + 1 : Math.max(through, next + 1);
      }
    } catch (RpcErrorException e) {
      LOG.debugf("the node does not remember ledger %d: %s", next, e.getMessage());
    }
    return Optional.empty();
  }

  /** The ledger that the node got to, which its cursor names. */
  private static long through(Rpc.Events answer) {
    String cursor = answer.cursor();
    if (cursor == null || cursor.indexOf('-') < 1) {
      return answer.latestLedger();
    }
    try {
      return Long.parseLong(cursor, 0, cursor.indexOf('-'), 10) >> 32;
    } catch (NumberFormatException e) {
      throw new RpcException("getEvents: a cursor of another shape: " + cursor, e);
    }
  }
}
