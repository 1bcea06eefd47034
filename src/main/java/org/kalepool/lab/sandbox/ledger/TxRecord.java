package org.kalepool.lab.sandbox.ledger;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/**
 * A transaction that is in a ledger.
 *
 * @param order its place in the ledger, from 1
 * @param resultXdr TransactionResult, base64
 * @param diagnostics DiagnosticEvents, base64; null for classic transactions
 * @param transactionEvents TransactionEvents, base64
 * @param inclusionFee what it was charged for getting in, of an operation, stroops
 * @param contractEvents each operation's; null when it failed
 */
public record TxRecord(
    Hash hash,
    Ledger ledger,
    int order,
    boolean ok,
    boolean feeBump,
    long inclusionFee,
    String envelopeXdr,
    String resultXdr,
    Lazy<String> metaXdr,
    @Nullable Lazy<List<String>> diagnostics,
    List<String> transactionEvents,
    @Nullable List<List<LedgerEvent>> contractEvents) {

  /**
   * An event as getTransaction and getEvents show it.
   *
   * @param contract the emitter's address
   * @param topics SCVals, base64
   */
  public record LedgerEvent(String contract, List<String> topics, String value, String xdr) {
    private static final int TYPE_AT = 43;

    /** Whether it is the engine's: a ContractEvent tells its type behind the contract's id. */
    public boolean system() {
      byte[] bytes = Base64.getDecoder().decode(xdr);
      return bytes.length > TYPE_AT && bytes[7] == 1 && bytes[TYPE_AT] == 0;
    }
  }

  /**
   * What it was charged beforehand, or given back afterwards.
   *
   * @return null for a refund that there was not
   */
  public @Nullable LedgerEvent feeEvent(boolean charge) {
    for (String event : transactionEvents) {
      byte[] bytes = Base64.getDecoder().decode(event);
      if (bytes[3] == 0 == charge) {
        return FeeEvents.read(Arrays.copyOfRange(bytes, 4, bytes.length));
      }
    }
    return null;
  }
}
