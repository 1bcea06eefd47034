package org.kalepool.lab.sandbox.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/**
 * Reads entries that contracts have written. What the sandbox knows the meaning of, and would write
 * byte by byte the same, is kept by its meaning, so that wasm and Java can work on the same state;
 * anything else as it is.
 */
public final class EntryIn {
  private static final Hash NO_CODE = Hash.of(Sha256.of(new byte[0]));

  private EntryIn() {}

  /**
   * Reads what an entry holds.
   *
   * @param xdr LedgerEntryData
   * @throws IllegalArgumentException for an account that is more than the sandbox's accounts are
   */
  public static Data data(Key key, byte[] xdr) {
    Optional<Data> meant = meaning(key, xdr);
    if (meant.isPresent() && Arrays.equals(EntryXdr.dataBytes(key, meant.get()), xdr)) {
      return meant.get();
    }
    if (!key.lives()) {
      throw new IllegalArgumentException("not such an entry as the sandbox has: " + key);
    }
    return new Data.Raw(Base64.getEncoder().encodeToString(xdr));
  }

  /** KALE's state in an instance, whatever wrote it; empty for another contract's. */
  public static Optional<Data.FarmInstance> farm(Key key, Data data) {
    if (data instanceof Data.FarmInstance farm) {
      return Optional.of(farm);
    }
    return data instanceof Data.Raw(String xdr)
            && meaning(key, Base64.getDecoder().decode(xdr)).orElse(null)
                instanceof Data.FarmInstance farm
        ? Optional.of(farm)
        : Optional.empty();
  }

  private static Optional<Data> meaning(Key key, byte[] xdr) {
    return switch (key) {
      case Key.Account ignored -> Optional.of(account(read(xdr).getAccount()));
      case Key.Trust ignored -> {
        var line = read(xdr).getTrustLine();
        yield Optional.of(
            new Data.Trust(
                line.getBalance().getInt64(),
                line.getLimit().getInt64(),
                line.getFlags().getUint32().getNumber() == 1));
      }
      // code that is empty though its hash is another's: what it does is done in Java
      case Key.Code code when !code.hash().equals(NO_CODE) ->
          Optional.of(new Data.NativeCode(code.hash()));
      case Key.Nonce ignored -> Optional.of(new Data.NonceUsed());
      case Key.Instance ignored -> {
        SCVal value = value(xdr);
        yield value.getDiscriminant() == SCValType.SCV_CONTRACT_INSTANCE
            ? GameIn.instance(value.getInstance())
            : Optional.empty();
      }
      case Key.BlockAt ignored -> GameIn.block(value(xdr)).map(Data.BlockData::new);
      case Key.PailOf ignored -> GameIn.pail(value(xdr)).map(Data.PailData::new);
      default -> Optional.empty();
    };
  }

  private static SCVal value(byte[] xdr) {
    return read(xdr).getContractData().getVal();
  }

  private static LedgerEntry.LedgerEntryData read(byte[] xdr) {
    try {
      return LedgerEntry.LedgerEntryData.fromXdrByteArray(xdr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An account by its meaning. */
  public static Data.Account account(AccountEntry entry) {
    int sponsored = 0;
    int sponsoring = 0;
    long ledger = 0;
    long time = 0;
    var v1 = entry.getExt().getV1();
    if (v1 != null && v1.getExt().getV2() != null) {
      var v2 = v1.getExt().getV2();
      sponsored = v2.getNumSponsored().getUint32().getNumber().intValue();
      sponsoring = v2.getNumSponsoring().getUint32().getNumber().intValue();
      if (v2.getExt().getV3() != null) {
        ledger = v2.getExt().getV3().getSeqLedger().getUint32().getNumber();
        time = v2.getExt().getV3().getSeqTime().getTimePoint().getUint64().getNumber().longValue();
      }
    }
    return new Data.Account(
        entry.getBalance().getInt64(),
        entry.getSeqNum().getSequenceNumber().getInt64(),
        entry.getNumSubEntries().getUint32().getNumber().intValue(),
        sponsored,
        sponsoring,
        ledger,
        time);
  }
}
