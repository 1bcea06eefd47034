package org.kalepool.lab.sandbox.transaction;

import java.util.Collection;
import java.util.List;
import org.kalepool.lab.sandbox.ledger.FeeRates;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.SorobanResources;

/** What a contract call declares that it takes. */
public record Resources(
    List<Key> readOnly,
    List<Key> readWrite,
    long instructions,
    long diskReadBytes,
    long writeBytes) {
  private static final long RESULT_BYTES = 300;

  public static Resources of(SorobanResources resources) {
    return new Resources(
        Keys.of(resources.getFootprint().getReadOnly()),
        Keys.of(resources.getFootprint().getReadWrite()),
        resources.getInstructions().getUint32().getNumber(),
        resources.getReadBytes().getUint32().getNumber(),
        resources.getWriteBytes().getUint32().getNumber());
  }

  int diskReadEntries() {
    return classic(readOnly) + classic(readWrite);
  }

  int writeEntries() {
    return readWrite.size();
  }

  /** What is charged however the call ends, in stroops. */
  public long nonRefundableFee(FeeRates rates, int transactionBytes) {
    return Math.ceilDiv(instructions * rates.instructions(), 10_000)
        + diskReadEntries() * rates.diskReadEntry()
        + writeEntries() * rates.writeEntry()
        + Math.ceilDiv(diskReadBytes * rates.diskRead1Kb(), 1_024)
        + Math.ceilDiv(writeBytes * rates.write1Kb(), 1_024)
        + Math.ceilDiv((transactionBytes + RESULT_BYTES) * rates.historical1Kb(), 1_024)
        + Math.ceilDiv(transactionBytes * rates.transaction1Kb(), 1_024);
  }

  private static int classic(Collection<Key> keys) {
    return (int) keys.stream().filter(Key::classic).count();
  }

  /** SorobanTransactionData. */
  public void write(XdrOut out, long resourceFee) {
    out.int32(0).int32(readOnly.size());
    readOnly.forEach(key -> key.write(out));
    out.int32(readWrite.size());
    readWrite.forEach(key -> key.write(out));
    out.uint32(instructions).uint32(diskReadBytes).uint32(writeBytes).int64(resourceFee);
  }
}
