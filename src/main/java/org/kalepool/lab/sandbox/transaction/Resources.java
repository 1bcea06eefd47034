package org.kalepool.lab.sandbox.transaction;

import java.util.Collection;
import java.util.List;
import org.kalepool.lab.sandbox.ledger.FeeRates;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.SorobanResources;
import org.stellar.sdk.xdr.SorobanTransactionData;

/**
 * What a contract call declares that it takes.
 *
 * @param archived which of the keys to be written are archived and to be restored before the call,
 *     by their place
 */
public record Resources(
    List<Key> readOnly,
    List<Key> readWrite,
    long instructions,
    long diskReadBytes,
    long writeBytes,
    List<Integer> archived) {
  private static final long RESULT_BYTES = 300;

  public Resources(
      List<Key> readOnly,
      List<Key> readWrite,
      long instructions,
      long diskReadBytes,
      long writeBytes) {
    this(readOnly, readWrite, instructions, diskReadBytes, writeBytes, List.of());
  }

  static Resources of(SorobanTransactionData data) {
    SorobanResources resources = data.getResources();
    return new Resources(
        Keys.of(resources.getFootprint().getReadOnly()),
        Keys.of(resources.getFootprint().getReadWrite()),
        resources.getInstructions().getUint32().getNumber(),
        resources.getReadBytes().getUint32().getNumber(),
        resources.getWriteBytes().getUint32().getNumber());
  }

  Resources restoring(List<Integer> places) {
    return new Resources(
        readOnly, readWrite, instructions, diskReadBytes, writeBytes, List.copyOf(places));
  }

  /** Those of the keys to be written whose entries are to be restored. */
  List<Key> restored() {
    return archived.stream().map(readWrite::get).toList();
  }

  /** Classic entries and those that are restored come from the disk. */
  int diskReadEntries() {
    return classic(readOnly) + classic(readWrite) + archived.size();
  }

  int writeEntries() {
    return readWrite.size();
  }

  /** What is charged however the call ends, in stroops. */
  public long nonRefundableFee(FeeRates rates, long transactionBytes) {
    return nonRefundableFee(rates, transactionBytes, diskReadEntries());
  }

  /** The same with as many entries from the disk as a restoring operation is charged for. */
  long nonRefundableFee(FeeRates rates, long transactionBytes, int diskReadEntries) {
    return Math.ceilDiv(instructions * rates.instructions(), 10_000)
        + diskReadEntries * rates.diskReadEntry()
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
    if (archived.isEmpty()) {
      out.int32(0);
    } else {
      out.int32(1).int32(archived.size());
      archived.forEach(out::int32);
    }
    writeFootprint(out);
    out.uint32(instructions).uint32(diskReadBytes).uint32(writeBytes).int64(resourceFee);
  }

  /** LedgerFootprint. */
  public void writeFootprint(XdrOut out) {
    out.int32(readOnly.size());
    readOnly.forEach(key -> key.write(out));
    out.int32(readWrite.size());
    readWrite.forEach(key -> key.write(out));
  }
}
