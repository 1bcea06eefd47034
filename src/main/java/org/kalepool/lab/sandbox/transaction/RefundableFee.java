package org.kalepool.lab.sandbox.transaction;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;

/**
 * What a transaction offers for rent and events, which is given back as far as it is not needed.
 */
final class RefundableFee {
  private final NetworkRules rules;
  private final long offered;

  RefundableFee(NetworkRules rules, SignedTransaction tx, long nonRefundable) {
    this.rules = rules;
    this.offered = tx.resourceFee() - nonRefundable;
  }

  /**
   * Whether what was offered is too little.
   *
   * @return the diagnostic event that a node fails it with; null when it is enough
   */
  @Nullable Event lacking(long rent, long eventBytes) {
    if (rent > offered) {
      return event("the ledger storage rent", rent, offered);
    }
    long events = rules.rates().events(eventBytes);
    return rent + events <= offered
        ? null
        : event("the events fee after paying for ledger storage rent", events, offered - rent);
  }

  private static Event event(String what, long needed, long there) {
    String text = "refundable resource fee was not sufficient to cover " + what + ": {} > {}";
    return new Event(
        null,
        Event.Kind.DIAGNOSTIC,
        List.of(new Val.Sym("error"), new Val.HostFault(HostError.BUDGET_EXCEEDED_LIMIT)),
        Val.list(new Val.Str(text), new Val.U64(needed), new Val.U64(there)));
  }
}
