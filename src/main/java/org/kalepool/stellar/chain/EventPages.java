package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;

/** Reads asset contracts' events of many ledgers, a page after the other. */
@ApplicationScoped
public class EventPages {
  private static final Logger LOG = Logger.getLogger(EventPages.class);
  private static final int A_PAGE = 1_000;

  /** A node looks through 10 000 ledgers a call: enough for a week of them. */
  private static final int MOST_PAGES = 15;

  private final StellarRpc rpc;
  private final ConfiguredNetwork settings;

  public EventPages(StellarRpc rpc, ConfiguredNetwork settings) {
    this.rpc = rpc;
    this.settings = settings;
  }

  /**
   * Hands over all events of the KALE asset's contract whose topics match, some of them twice where
   * a page ends within a ledger.
   *
   * @param from the first ledger to look at
   * @param last the last that has to be looked at; events of later ones may be handed over, too
   * @param topics patterns of base64 XDR or {@code *}, one a topic
   * @return false if the node's memory does not reach back so far
   * @throws RpcException if the node cannot be asked, or lags behind the last ledger
   */
  boolean read(long from, long last, List<List<String>> topics, Consumer<Rpc.EventInfo> each) {
    return read(List.of(settings.network().assetContract().text()), from, last, topics, each);
  }

  /** The same of other contracts, five at most. */
  boolean read(
      List<String> contracts,
      long from,
      long last,
      List<List<String>> topics,
      Consumer<Rpc.EventInfo> each) {
    long next = from;
    try {
      for (int page = 0; page < MOST_PAGES; page++) {
        Rpc.GetEventsResponse answer = rpc.getEvents(next, contracts, topics, A_PAGE);
        List<Rpc.EventInfo> events = answer.found();
        events.forEach(each);
        long through = events.size() < A_PAGE ? through(answer) : events.getLast().ledger();
        if (through >= last) {
          return true;
        }
        if (through >= answer.latestLedger()) {
          throw new RpcException(
              "the node tells of events up to ledger %d, what they are held against is of %d"
                  .formatted(answer.latestLedger(), last));
        }
        // a full page may end within a ledger, which is then read again
        next = events.size() < A_PAGE ? through + 1 : Math.max(through, next + 1);
      }
    } catch (RpcErrorException e) {
      // it refuses what lies before its memory, but also when it has troubles of its own
      if (next >= rpc.getHealth().oldestLedger()) {
        throw e;
      }
      LOG.debugf("the node does not remember ledger %d: %s", next, e.getMessage());
    }
    return false;
  }

  /** The ledger that the node got to, which its cursor names. */
  private static long through(Rpc.GetEventsResponse answer) {
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

  /** The network's text form of a topic. */
  static String symbol(String name) {
    return Xdr.base64(ScVals.symbol(name)::encode);
  }
}
