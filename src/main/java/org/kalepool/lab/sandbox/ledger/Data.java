package org.kalepool.lab.sandbox.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** What a ledger entry holds. Amounts in stroops. */
public sealed interface Data {

  /**
   * An account. Its master key weighs one and is its only signer.
   *
   * @param sequence the number that its latest transaction used
   * @param subEntries trustlines and named values
   * @param sponsored reserves of its own that others pay
   * @param sponsoring reserves of others that it pays
   * @param sequenceLedger when the number was used, 0 when never
   */
  record Account(
      long balance,
      long sequence,
      int subEntries,
      int sponsored,
      int sponsoring,
      long sequenceLedger,
      long sequenceTime)
      implements Data {

    public static Account opened(long balance, long sequence) {
      return new Account(balance, sequence, 0, 0, 0, 0, 0);
    }

    public Account plus(long amount) {
      return new Account(
          Math.addExact(balance, amount),
          sequence,
          subEntries,
          sponsored,
          sponsoring,
          sequenceLedger,
          sequenceTime);
    }

    public Account used(long number, long ledger, long time) {
      return new Account(balance, number, subEntries, sponsored, sponsoring, ledger, time);
    }

    public Account counts(int subEntriesBy, int sponsoredBy, int sponsoringBy) {
      return new Account(
          balance,
          sequence,
          subEntries + subEntriesBy,
          sponsored + sponsoredBy,
          sponsoring + sponsoringBy,
          sequenceLedger,
          sequenceTime);
    }

    /** What it must keep: two base reserves and one for each entry that it pays. */
    public long reserve(long baseReserve) {
      return (2L + subEntries + sponsoring - sponsored) * baseReserve;
    }
  }

  /**
   * A trustline.
   *
   * @param authorized whether the issuer lets it pay and be paid
   */
  record Trust(long balance, long limit, boolean authorized) implements Data {
    public Trust(long balance, long limit) {
      this(balance, limit, true);
    }

    public Trust holding(long amount) {
      return new Trust(amount, limit, authorized);
    }
  }

  /** An account's named value. */
  record Named(String base64) implements Data {}

  /**
   * Who may claim a balance, and when.
   *
   * @param predicate the ClaimPredicate's XDR, base64
   */
  record Claimant(Address account, String predicate) {}

  /**
   * A claimable balance.
   *
   * @param asset null for lumens
   */
  record Claimable(@Nullable CreditAsset asset, long amount, List<Claimant> claimants)
      implements Data {}

  /**
   * A constant-product pool of lumens and an asset.
   *
   * @param lumens its reserve of them, stroops
   * @param amount of the asset, stroops
   */
  record Pool(CreditAsset asset, long lumens, long amount) implements Data {
    /** What names it: the hash of what it is of. */
    public Key.Pool key() {
      XdrOut out = new XdrOut();
      out.int32(0);
      writeParameters(out);
      return new Key.Pool(Hash.of(Sha256.of(out.bytes())));
    }

    /** Lumens, the asset, and 30 of 10 000 of each trade. */
    void writeParameters(XdrOut out) {
      out.int32(0);
      asset.write(out);
      out.int32(30);
    }
  }

  record FarmInstance(Farm farm, Hash code) implements Data {}

  record BlockData(Block block) implements Data {}

  record PailData(Pail pail) implements Data {}

  record NonceUsed() implements Data {}

  /** The instance of an asset's contract (SAC). */
  record AssetInstance(CreditAsset asset, Address admin) implements Data {}

  /**
   * A contract's entry or code of which only the contract knows what it means.
   *
   * @param xdr LedgerEntryData, base64
   */
  record Raw(String xdr) implements Data {}

  /** KALE's code where nobody has it: what it does is done in Java. */
  record NativeCode(Hash code) implements Data {}

  /** A setting of the network, ready as XDR. */
  record Setting(String xdr) implements Data {}
}
