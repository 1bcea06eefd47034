package org.kalepool.lab.sandbox.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Ledger entries as XDR. */
public final class EntryXdr {
  private static final int AUTHORIZED = 1;

  private EntryXdr() {}

  /** A LedgerEntry: when it was modified, its data, who sponsors it. */
  public static void writeEntry(XdrOut out, Key key, StoredEntry entry) {
    out.uint32(entry.modified());
    writeData(out, key, entry.data());
    writeSponsor(out, entry.sponsor());
  }

  /** The extension of a LedgerEntry, which getLedgerEntries shows apart. */
  public static void writeSponsor(XdrOut out, @Nullable Address sponsor) {
    if (sponsor == null) {
      out.int32(0);
    } else {
      out.int32(1).int32(1);
      XdrAddresses.writeAccount(out, sponsor);
      out.int32(0);
    }
  }

  public static int size(Key key, StoredEntry entry) {
    XdrOut out = new XdrOut();
    writeEntry(out, key, entry);
    return out.size();
  }

  public static String dataBase64(Key key, Data data) {
    XdrOut out = new XdrOut();
    writeData(out, key, data);
    return out.base64();
  }

  /** A LedgerEntryData. */
  public static byte[] dataBytes(Key key, Data data) {
    XdrOut out = new XdrOut();
    writeData(out, key, data);
    return out.bytes();
  }

  /** A LedgerEntryData: the kind of entry, then the entry. */
  static void writeData(XdrOut out, Key key, Data data) {
    switch (data) {
      case Data.Account account -> writeAccount(out, key, account);
      case Data.Trust(long balance, long limit, boolean authorized) -> {
        key.write(out);
        out.int64(balance).int64(limit).int32(authorized ? AUTHORIZED : 0).int32(0);
      }
      case Data.Named(String value) -> {
        key.write(out);
        out.opaque(Base64.getDecoder().decode(value)).int32(0);
      }
      case Data.Claimable claimable -> writeClaimable(out, key, claimable);
      case Data.Pool pool -> {
        key.write(out);
        out.int32(0);
        pool.writeParameters(out);
        // nobody trades or deposits here, so shares and their trustlines stand for themselves
        out.int64(pool.lumens()).int64(pool.amount()).int64(pool.amount()).int64(1);
      }
      case Data.FarmInstance(Farm farm, Hash code) -> {
        contractData(out, key);
        out.int32(19).int32(0).raw(code.bytes()).int32(1);
        farm(farm).writeFields(out);
      }
      case Data.BlockData(Block block) -> {
        contractData(out, key);
        block(block).write(out);
      }
      case Data.PailData(Pail pail) -> {
        contractData(out, key);
        pail(pail).write(out);
      }
      case Data.NonceUsed ignored -> {
        contractData(out, key);
        Val.none().write(out);
      }
      case Data.AssetInstance(CreditAsset asset, Address admin) -> {
        contractData(out, key);
        out.int32(19).int32(1).int32(1);
        asset(asset, admin).writeFields(out);
      }
      case Data.NativeCode(Hash code) -> out.int32(7).int32(0).raw(code.bytes()).int32(0);
      case Data.Raw(String xdr) -> out.raw(Base64.getDecoder().decode(xdr));
      case Data.Setting(String xdr) -> out.int32(8).raw(Base64.getDecoder().decode(xdr));
    }
  }

  /** A ContractDataEntry is its key with an extension in front and the value behind. */
  private static void contractData(XdrOut out, Key key) {
    byte[] bytes = key.bytes();
    byte[] rest = Arrays.copyOfRange(bytes, 4, bytes.length);
    out.int32(6).int32(0).raw(rest);
  }

  private static void writeAccount(XdrOut out, Key key, Data.Account account) {
    key.write(out);
    out.int64(account.balance()).int64(account.sequence()).int32(account.subEntries());
    // no inflation destination, no flags, no home domain; the master key weighs 1; no signers
    out.int32(0).int32(0).int32(0).int32(0x01000000).int32(0);
    boolean counted = account.sponsored() + account.sponsoring() > 0;
    if (account.sequenceLedger() == 0 && !counted) {
      out.int32(0);
      return;
    }
    out.int32(1).int64(0).int64(0);
    out.int32(2).int32(account.sponsored()).int32(account.sponsoring()).int32(0);
    if (account.sequenceLedger() == 0) {
      out.int32(0);
    } else {
      out.int32(3).int32(0);
      out.uint32(account.sequenceLedger()).int64(account.sequenceTime());
    }
  }

  private static void writeClaimable(XdrOut out, Key key, Data.Claimable claimable) {
    key.write(out);
    out.int32(claimable.claimants().size());
    for (Data.Claimant claimant : claimable.claimants()) {
      out.int32(0);
      XdrAddresses.writeAccount(out, claimant.account());
      out.raw(Base64.getDecoder().decode(claimant.predicate()));
    }
    CreditAsset.write(out, claimable.asset());
    out.int64(claimable.amount()).int32(0);
  }

  private static Val.Fields farm(Farm farm) {
    List<Val.Field> fields = new ArrayList<>();
    fields.add(stored("FarmBlock", block(farm.observed())));
    // the contract first stores the index when the second block opens
    if (farm.index() > 0) {
      fields.add(stored("FarmIndex", new Val.U32(farm.index())));
    }
    if (farm.paused()) {
      fields.add(stored("FarmPaused", new Val.Bool(true)));
    }
    fields.add(stored("HomesteadAsset", new Val.Addr(farm.asset())));
    fields.add(stored("Homesteader", new Val.Addr(farm.homesteader())));
    return new Val.Fields(fields);
  }

  private static Val.Field stored(String name, Val value) {
    return new Val.Field(Val.list(new Val.Sym(name)), value);
  }

  private static Val.Fields block(Block block) {
    return new Val.Fields(
        List.of(
            field("entropy", new Val.Bytes(block.entropy().hex())),
            field("max_gap", new Val.U32(block.maxGap())),
            field("max_stake", new Val.I128(block.maxStake())),
            field("max_zeros", new Val.U32(block.maxZeros())),
            field("min_gap", new Val.U32(block.minGap())),
            field("min_stake", new Val.I128(block.minStake())),
            field("min_zeros", new Val.U32(block.minZeros())),
            field("normalized_total", new Val.I128(block.normalizedTotal())),
            field("staked_total", new Val.I128(block.stakedTotal())),
            field("timestamp", new Val.U64(block.timestamp()))));
  }

  private static Val.Fields pail(Pail pail) {
    return new Val.Fields(
        List.of(
            field("gap", option(pail.gap())),
            field("sequence", new Val.U32(pail.sequence())),
            field("stake", new Val.I128(pail.stake())),
            field("zeros", option(pail.zeros()))));
  }

  private static Val option(@Nullable Long number) {
    return number == null ? Val.none() : new Val.U32(number);
  }

  private static Val.Fields asset(CreditAsset asset, Address admin) {
    Val.Fields metadata =
        new Val.Fields(
            List.of(
                field("decimal", new Val.U32(7)),
                field("name", new Val.Str(CreditAsset.name(asset))),
                field("symbol", new Val.Str(asset.code()))));
    Val.Fields info =
        new Val.Fields(
            List.of(
                field("asset_code", new Val.Str(asset.code())),
                field("issuer", new Val.Bytes(Hash.of(asset.issuer().bytes()).hex()))));
    String kind = asset.code().length() <= 4 ? "AlphaNum4" : "AlphaNum12";
    return new Val.Fields(
        List.of(
            new Val.Field(new Val.Sym("METADATA"), metadata),
            stored("Admin", new Val.Addr(admin)),
            stored("AssetInfo", Val.list(new Val.Sym(kind), info))));
  }

  private static Val.Field field(String name, Val value) {
    return new Val.Field(new Val.Sym(name), value);
  }

  /** What the network writes besides an entry that expires: a TtlEntry. */
  public static void writeTtl(XdrOut out, Key key, long modified, long liveUntil) {
    // entry: modified, type, hash of the key, last ledger; extension
    out.uint32(modified);
    writeTtlKey(out, key);
    out.uint32(liveUntil).int32(0);
  }

  public static void writeTtlKey(XdrOut out, Key key) {
    out.int32(9).raw(Sha256.of(key.bytes()));
  }
}
