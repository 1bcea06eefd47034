package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.TxRecord;
import org.kalepool.lab.sandbox.transaction.Network;

/** getFeeStats: what inclusion cost in the latest ledgers. */
final class FeeStats {
  private static final int CALL_LEDGERS = 50;
  private static final int CLASSIC_LEDGERS = 10;
  private static final List<Integer> PERCENTILES =
      List.of(10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99);

  private FeeStats() {}

  static ObjectNode of(Network network) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("sorobanInclusionFee", stats(network, CALL_LEDGERS, true));
    answer.set("inclusionFee", stats(network, CLASSIC_LEDGERS, false));
    return answer.put("latestLedger", network.latest().sequence());
  }

  private static ObjectNode stats(Network network, int ledgers, boolean calls) {
    long from = network.latest().sequence() - ledgers + 1;
    Collection<ClosedLedger> window = network.since(from);
    Stream<Long> ours =
        window.stream()
            .flatMap(ledger -> ledger.transactions().stream())
            .filter(tx -> (tx.diagnostics() != null) == calls)
            .map(TxRecord::inclusionFee);
    Stream<Long> others =
        network.pricesSince(from).stream()
            .flatMap(
                it -> Collections.nCopies(it.others(), calls ? it.call() : it.classic()).stream());
    List<Long> fees = Stream.concat(ours, others).sorted().toList();
    boolean any = !fees.isEmpty();
    ObjectNode stats = JsonNodeFactory.instance.objectNode();
    stats.put("max", any ? fees.getLast().toString() : "0");
    stats.put("min", any ? fees.getFirst().toString() : "0");
    stats.put("mode", Long.toString(mode(fees)));
    for (int percent : PERCENTILES) {
      int rank = Math.max(1, Math.ceilDiv(percent * fees.size(), 100));
      stats.put("p" + percent, any ? fees.get(rank - 1).toString() : "0");
    }
    return stats
        .put("transactionCount", Integer.toString(fees.size()))
        .put("ledgerCount", any ? window.size() : 0);
  }

  /** The most frequent one, the lowest of several. */
  private static long mode(List<Long> sorted) {
    Map<Long, Integer> counts = new HashMap<>();
    long mode = 0;
    int most = 0;
    for (Long fee : sorted) {
      int count = counts.merge(fee, 1, Integer::sum);
      if (count > most) {
        most = count;
        mode = fee;
      }
    }
    return mode;
  }
}
