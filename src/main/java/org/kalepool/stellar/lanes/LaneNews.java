package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Gatherers;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.EntryReader;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.LedgerKeys;

/** Says of which transactions in the network there may be news, with few questions for many. */
@Singleton
final class LaneNews {
  /** Ledgers after which a transaction that a node took is sent again. */
  private static final int LEDGERS_BEFORE_RESENDING = 4;

  /** So long before the end of its time it is seen whether what waits has to be bumped. */
  private static final int NEARLY_OVER_SECONDS = 60;

  private final Chain chain;
  private final StellarRpc rpc;

  LaneNews(Chain chain, StellarRpc rpc) {
    this.chain = chain;
    this.rpc = rpc;
  }

  /** What the newest ledger says by itself. */
  record Look(Chain.LedgerTip tip) {
    /** Whether this one may be sent again, or can land no more. */
    boolean isDue(LaneRow row) {
      LaneRow.Built built = row.envelope();
      LastAnswer last = row.lastAnswer();
      boolean taken = last != null && last.kind() == LastAnswer.Kind.TAKEN;
      Long sentLedger = built.sentLedger();
      return !taken
          || sentLedger == null
          || tip.closeTime() > built.maxTime()
          || tip.sequence() - sentLedger >= LEDGERS_BEFORE_RESENDING
          || (tip.sequence() - sentLedger >= FeeBumps.PATIENCE
              && tip.closeTime() + NEARLY_OVER_SECONDS >= built.maxTime());
    }
  }

  /**
   * Looks at the newest ledger.
   *
   * @throws RpcException if the node cannot be asked
   */
  Look look() {
    return new Look(chain.tip());
  }

  /**
   * Those whose account has used the sequence number, or is gone: they have most likely landed.
   *
   * @throws RpcException if the node cannot be asked
   */
  List<LaneRow> movedOn(List<LaneRow> rows) {
    List<LaneRow> moved = new ArrayList<>();
    for (List<LaneRow> part :
        rows.stream().gather(Gatherers.windowFixed(StellarRpc.MAX_KEYS)).toList()) {
      EntryReader entries =
          EntryReader.read(rpc, part.stream().map(r -> LedgerKeys.account(r.lane())).toList());
      for (LaneRow row : part) {
        Long sequence = entries.sequence(row.lane());
        if (sequence == null || sequence >= row.envelope().sequence()) {
          moved.add(row);
        }
      }
    }
    return moved;
  }
}
