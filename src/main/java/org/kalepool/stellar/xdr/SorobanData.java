package org.kalepool.stellar.xdr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.kalepool.kale.Address;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerFootprint;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;
import org.stellar.sdk.xdr.SorobanResources;
import org.stellar.sdk.xdr.Uint32;
import org.stellar.sdk.xdr.XdrDataInputStream;
import org.stellar.sdk.xdr.XdrDataOutputStream;

/**
 * What a contract call declares: the entries it touches and the resources it uses. Written and read
 * here and not by the SDK, which does not know extension 1 (entries to be restored on the way).
 *
 * @param archived indexes into {@code readWrite} of archived entries; empty stands for extension 0
 * @param resourceFee stroops
 */
public record SorobanData(
    List<Long> archived,
    List<LedgerKey> readOnly,
    List<LedgerKey> readWrite,
    long instructions,
    long readBytes,
    long writeBytes,
    long resourceFee) {

  private static final long HALF = 1L << 31;

  public SorobanData {
    archived = List.copyOf(archived);
    readOnly = List.copyOf(readOnly);
    readWrite = List.copyOf(readWrite);
  }

  public static SorobanData read(String base64) {
    return Xdr.read("transactionData", base64, SorobanData::read);
  }

  public static SorobanData read(XdrDataInputStream in) throws IOException {
    List<Long> archived = new ArrayList<>();
    int extension = in.readInt();
    if (extension == 1) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        archived.add(Xdr.value(Uint32.decode(in)));
      }
    } else if (extension != 0) {
      throw new XdrException("transactionData has an unknown extension " + extension);
    }
    SorobanResources resources = SorobanResources.decode(in);
    return new SorobanData(
        archived,
        List.of(resources.getFootprint().getReadOnly()),
        List.of(resources.getFootprint().getReadWrite()),
        Xdr.value(resources.getInstructions()),
        Xdr.value(resources.getReadBytes()),
        Xdr.value(resources.getWriteBytes()),
        in.readLong());
  }

  public void write(XdrDataOutputStream out) throws IOException {
    out.writeInt(archived.isEmpty() ? 0 : 1);
    if (!archived.isEmpty()) {
      out.writeInt(archived.size());
      for (Long index : archived) {
        Xdr.uint32(index).encode(out);
      }
    }
    LedgerFootprint footprint = new LedgerFootprint();
    footprint.setReadOnly(readOnly.toArray(LedgerKey[]::new));
    footprint.setReadWrite(readWrite.toArray(LedgerKey[]::new));
    SorobanResources resources = new SorobanResources();
    resources.setFootprint(footprint);
    resources.setInstructions(Xdr.uint32(instructions));
    resources.setReadBytes(Xdr.uint32(readBytes));
    resources.setWriteBytes(Xdr.uint32(writeBytes));
    resources.encode(out);
    out.writeLong(resourceFee);
  }

  /** Whether a transaction can declare this and more: its fields have 32 bits, its fee too. */
  public boolean isPossible() {
    return instructions <= HALF
        && readBytes <= HALF
        && writeBytes <= HALF
        && resourceFee >= 0
        && resourceFee <= HALF;
  }

  /**
   * Leaves room for what changes between simulation and ledger. What is not used of the refundable
   * part of the fee comes back.
   */
  public SorobanData withMargin() {
    return withMargin(20);
  }

  /**
   * The same for a call that does many things: what one of them takes more is little of the whole,
   * and declared instructions are paid for, used or not.
   */
  public SorobanData withMarginOfMany() {
    return withMargin(50);
  }

  private SorobanData withMargin(long part) {
    return new SorobanData(
        archived,
        readOnly,
        readWrite,
        instructions + instructions / part,
        readBytes + readBytes / 20,
        writeBytes + writeBytes / 20,
        resourceFee + resourceFee / 6);
  }

  /** Declares further entries to be written, with room for their bytes, at this fee. */
  public SorobanData alsoWriting(List<LedgerKey> keys, long bytes, long fee) {
    List<LedgerKey> all = new ArrayList<>(readWrite);
    keys.stream().filter(key -> !all.contains(key)).forEach(all::add);
    return new SorobanData(
        archived,
        readOnly,
        all,
        instructions + instructions / 10,
        readBytes + bytes,
        writeBytes + bytes,
        fee);
  }

  /** The indexes of the {@code Block} entries that it may write: where a plant can land. */
  public List<Long> writtenBlocks() {
    return readWrite.stream()
        .map(SorobanData::blockIndex)
        .filter(OptionalLong::isPresent)
        .map(OptionalLong::getAsLong)
        .toList();
  }

  /** The blocks of a farmer's pails that it may write. */
  public List<Long> writtenPails(Address farmer) {
    return readWrite.stream()
        .map(key -> parts(key, "Pail", 3))
        .flatMap(Optional::stream)
        .filter(parts -> parts[1].getDiscriminant() == SCValType.SCV_ADDRESS)
        .filter(parts -> ScVals.address(parts[1]).equals(farmer))
        .map(parts -> ScVals.uint32(parts[2]))
        .toList();
  }

  private static OptionalLong blockIndex(LedgerKey key) {
    return parts(key, "Block", 2)
        .map(parts -> OptionalLong.of(ScVals.uint32(parts[1])))
        .orElse(OptionalLong.empty());
  }

  /** The parts of a key of contract data that is a vector of this name and length. */
  private static Optional<SCVal[]> parts(LedgerKey key, String name, int length) {
    if (key.getDiscriminant() != LedgerEntryType.CONTRACT_DATA) {
      return Optional.empty();
    }
    SCVal value = key.getContractData().getKey();
    if (value.getDiscriminant() != SCValType.SCV_VEC
        || value.getVec().getSCVec().length != length) {
      return Optional.empty();
    }
    SCVal[] parts = value.getVec().getSCVec();
    return parts[0].getDiscriminant() == SCValType.SCV_SYMBOL
            && ScVals.symbol(parts[0]).equals(name)
        ? Optional.of(parts)
        : Optional.empty();
  }
}
