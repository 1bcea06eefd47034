package org.kalepool.lab.sandbox.ledger;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.xdr.Crypto;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Ledger headers: chained by their hashes, without signatures and without a bucket list. */
public final class Headers {
  public static final int PROTOCOL = 28;
  private static final int CODE_KEY = 7;
  private static final int CODE_KEY_BYTES = 36;
  private static final long TOTAL_COINS = 1_000_000_000_000_000_000L;

  private final NetworkRules rules;

  public Headers(NetworkRules rules) {
    this.rules = rules;
  }

  public ClosedLedger close(
      Ledger ledger, Hash previous, long baseFee, List<TxRecord> transactions, long feePool) {
    byte[] header = header(ledger, previous, transactions, feePool);
    return new ClosedLedger(
        ledger,
        Crypto.sha256(header),
        Base64.getEncoder().encodeToString(header),
        baseFee,
        transactions);
  }

  private byte[] header(Ledger ledger, Hash previous, List<TxRecord> transactions, long feePool) {
    XdrOut sent = new XdrOut().raw(previous.bytes());
    XdrOut results = new XdrOut();
    for (TxRecord tx : transactions) {
      sent.raw(tx.hash().bytes());
      results.raw(Base64.getDecoder().decode(tx.resultXdr()));
    }
    XdrOut out = new XdrOut().int32(PROTOCOL).raw(previous.bytes());
    out.raw(Sha256.of(sent.bytes())).int64(ledger.closeTime()).int32(0).int32(0);
    out.raw(Sha256.of(results.bytes()));
    out.raw(Sha256.of(new XdrOut().raw(previous.bytes()).int64(feePool).bytes()));
    out.uint32(ledger.sequence()).int64(TOTAL_COINS).int64(feePool).int32(0).int64(0);
    out.uint32(rules.baseFee()).uint32(rules.baseReserve());
    out.uint32(rules.limits().classicOperations());
    return out.raw(new byte[128]).int32(0).bytes();
  }

  /**
   * A LedgerCloseMeta of version 2 that tells the header and leaves the transactions out. It is as
   * long as a busy ledger's by keys of entries that are said to have been evicted.
   *
   * @param bytes its length at least, before base64
   */
  public static String closeMeta(ClosedLedger closed, Hash previous, int bytes) {
    XdrOut out = new XdrOut().int32(2).int32(0).raw(closed.hash().bytes());
    out.raw(Base64.getDecoder().decode(closed.header())).int32(0);
    // the transaction set: version 1, a classic phase and a parallel one, both empty
    out.int32(1).raw(previous.bytes()).int32(2).int32(0).int32(0).int32(1).int32(0).int32(0);
    out.int32(0).int32(0).int32(0).int64(0);
    int keys = bytes / CODE_KEY_BYTES;
    byte[] evicted = new byte[keys * CODE_KEY_BYTES];
    // as hard to pack as a real ledger's signatures and hashes
    new SplittableRandom(closed.ledger().sequence()).nextBytes(evicted);
    for (int i = 0; i < keys; i++) {
      ByteBuffer.wrap(evicted).putInt(i * CODE_KEY_BYTES, CODE_KEY);
    }
    return out.int32(keys).raw(evicted).base64();
  }
}
