package org.kalepool.lab.sandbox.transaction;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.Limits;

/** What is left of a ledger. */
final class LedgerRoom {
  private static final String OPERATIONS = "operations";

  private final Map<String, Long> whole;
  private final Map<String, Long> left;
  private final boolean enforced;

  LedgerRoom(Limits limits) {
    enforced = limits.enforced();
    whole =
        Map.of(
            OPERATIONS,
            limits.classicOperations(),
            "instructions",
            limits.instructions(),
            "written",
            limits.writeBytes(),
            "bytes",
            limits.transactionBytes(),
            "calls",
            limits.transactions());
    left = new HashMap<>(whole);
  }

  /** Whether it has room for this one, which then is taken. */
  boolean fits(SignedTransaction tx) {
    return takes(needs(tx));
  }

  /** Whether it has room for so small a part of a ledger, which then is taken. */
  boolean fitsPart(int parts, boolean calls) {
    Map<String, Long> needs = new HashMap<>();
    whole.forEach(
        (what, amount) -> {
          if (what.equals(OPERATIONS) != calls) {
            needs.put(what, Math.max(1, amount / parts));
          }
        });
    return takes(needs);
  }

  private boolean takes(Map<String, Long> needs) {
    if (enforced && needs.entrySet().stream().anyMatch(n -> left(n.getKey()) < n.getValue())) {
      return false;
    }
    needs.forEach((what, amount) -> left.put(what, left(what) - amount));
    return true;
  }

  private long left(String what) {
    @Nullable Long amount = left.get(what);
    return amount == null ? 0 : amount;
  }

  private static Map<String, Long> needs(SignedTransaction tx) {
    var soroban = tx.soroban();
    if (soroban == null) {
      return Map.of(OPERATIONS, (long) tx.operations().size());
    }
    return Map.of(
        "instructions",
        soroban.getResources().getInstructions().getUint32().getNumber(),
        "written",
        soroban.getResources().getWriteBytes().getUint32().getNumber(),
        "bytes",
        (long) tx.size(),
        "calls",
        1L);
  }
}
