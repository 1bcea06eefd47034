package org.kalepool.lab.sandbox;

import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.kalepool.lab.sandbox.ledger.TxRecord;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.stellar.sdk.xdr.SorobanTransactionData;

/**
 * What the contract calls of a ledger had declared, which is what counts against its {@link
 * Limits}.
 *
 * @param calls contract calls in the ledger
 */
public record LedgerUse(
    long ledger, long calls, long instructions, long writeBytes, long transactionBytes) {

  static LedgerUse of(ClosedLedger closed, byte[] networkId) {
    long calls = 0;
    long instructions = 0;
    long writeBytes = 0;
    long bytes = 0;
    for (TxRecord record : closed.transactions()) {
      SignedTransaction tx = SignedTransaction.parse(record.envelopeXdr(), networkId).orElseThrow();
      SorobanTransactionData data = tx.soroban();
      if (data != null) {
        calls++;
        instructions += data.getResources().getInstructions().getUint32().getNumber();
        writeBytes += data.getResources().getWriteBytes().getUint32().getNumber();
        bytes += tx.size();
      }
    }
    return new LedgerUse(closed.ledger().sequence(), calls, instructions, writeBytes, bytes);
  }

  /** Both together, under the later one's number. */
  public LedgerUse plus(LedgerUse other) {
    return new LedgerUse(
        Math.max(ledger, other.ledger),
        calls + other.calls,
        instructions + other.instructions,
        writeBytes + other.writeBytes,
        transactionBytes + other.transactionBytes);
  }

  /** The part of the scarcest resource that was taken; 1 is a full ledger. */
  public double share(Limits limits) {
    return Math.max(
        Math.max(part(calls, limits.transactions()), part(instructions, limits.instructions())),
        Math.max(
            part(writeBytes, limits.writeBytes()),
            part(transactionBytes, limits.transactionBytes())));
  }

  private static double part(long used, long most) {
    return most == 0 ? 1 : (double) used / most;
  }
}
