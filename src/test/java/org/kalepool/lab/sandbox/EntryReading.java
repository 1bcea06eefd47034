package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryIn;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.stellar.sdk.xdr.ClaimableBalanceEntry;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCContractInstance;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Reads the real network's ledger entries into the sandbox's. */
final class EntryReading {
  private EntryReading() {}

  static Optional<StoredEntry> entry(Key key, LedgerEntry entry) {
    Address sponsor =
        entry.getExt().getV1() == null
            ? null
            : sponsor(entry.getExt().getV1().getSponsoringID().getSponsorshipDescriptor());
    long modified = entry.getLastModifiedLedgerSeq().getUint32().getNumber();
    return data(key, entry.getData()).map(data -> new StoredEntry(data, modified, 0, sponsor));
  }

  /** The sponsor in an entry's extension, which getLedgerEntries shows apart. */
  static @Nullable Address sponsor(String extension) {
    if (extension.isEmpty()) {
      return null;
    }
    try {
      var ext = LedgerEntry.LedgerEntryExt.fromXdrBase64(extension);
      return ext.getV1() == null
          ? null
          : sponsor(ext.getV1().getSponsoringID().getSponsorshipDescriptor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Address sponsor(org.stellar.sdk.xdr.@Nullable AccountID id) {
    return id == null ? null : XdrAddresses.address(id);
  }

  /** Empty for kinds of entries that the sandbox does not have. */
  static Optional<Data> data(Key key, LedgerEntry.LedgerEntryData data) {
    return switch (key) {
      case Key.Account account -> Optional.of(EntryIn.account(data.getAccount()));
      case Key.Trust trust ->
          Optional.of(
              new Data.Trust(
                  data.getTrustLine().getBalance().getInt64(),
                  data.getTrustLine().getLimit().getInt64()));
      case Key.Claimable claimable -> Optional.of(claimable(data.getClaimableBalance()));
      case Key.Instance instance ->
          farm(data.getContractData().getVal().getInstance()).map(Data.class::cast);
      case Key.BlockAt block ->
          Optional.of(new Data.BlockData(block(map(data.getContractData().getVal()))));
      case Key.PailOf pail ->
          Optional.of(new Data.PailData(pail(map(data.getContractData().getVal()))));
      default -> Optional.empty();
    };
  }

  /** The key of an entry, empty for kinds of entries that the sandbox does not have. */
  static Optional<Key> key(LedgerEntry.LedgerEntryData data) {
    LedgerKey key = new LedgerKey();
    key.setDiscriminant(data.getDiscriminant());
    switch (data.getDiscriminant()) {
      case ACCOUNT -> {
        key.setAccount(new LedgerKey.LedgerKeyAccount());
        key.getAccount().setAccountID(data.getAccount().getAccountID());
      }
      case TRUSTLINE -> {
        key.setTrustLine(new LedgerKey.LedgerKeyTrustLine());
        key.getTrustLine().setAccountID(data.getTrustLine().getAccountID());
        key.getTrustLine().setAsset(data.getTrustLine().getAsset());
      }
      case CLAIMABLE_BALANCE -> {
        key.setClaimableBalance(new LedgerKey.LedgerKeyClaimableBalance());
        key.getClaimableBalance().setBalanceID(data.getClaimableBalance().getBalanceID());
      }
      case CONTRACT_DATA -> {
        key.setContractData(new LedgerKey.LedgerKeyContractData());
        key.getContractData().setContract(data.getContractData().getContract());
        key.getContractData().setKey(data.getContractData().getKey());
        key.getContractData().setDurability(data.getContractData().getDurability());
      }
      default -> {
        return Optional.empty();
      }
    }
    return Optional.of(Keys.of(key));
  }

  /** Ledgers that a pail in an answer of getLedgerEntries lives; empty for other entries. */
  static Optional<Long> lifeOfPail(JsonNode shown) {
    try {
      if (shown.path("liveUntilLedgerSeq").asLong() > 0
          && Keys.of(LedgerKey.fromXdrBase64(shown.path("key").asText())) instanceof Key.PailOf) {
        SCVal pail =
            LedgerEntry.LedgerEntryData.fromXdrBase64(shown.path("xdr").asText())
                .getContractData()
                .getVal();
        long planted = number(field(map(pail), "sequence"));
        return Optional.of(shown.path("liveUntilLedgerSeq").asLong() - planted + 1);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Data.Claimable claimable(ClaimableBalanceEntry entry) {
    return new Data.Claimable(
        CreditAsset.of(entry.getAsset()),
        entry.getAmount().getInt64(),
        Arrays.stream(entry.getClaimants())
            .map(
                claimant -> {
                  try {
                    return new Data.Claimant(
                        XdrAddresses.address(claimant.getV0().getDestination()),
                        claimant.getV0().getPredicate().toXdrBase64());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .toList());
  }

  /** KALE's instance; empty for that of another contract. */
  private static Optional<Data.FarmInstance> farm(SCContractInstance instance) {
    if (instance.getStorage() == null || find(storage(instance), "FarmBlock") == null) {
      return Optional.empty();
    }
    SCMapEntry[] storage = storage(instance);
    SCVal index = find(storage, "FarmIndex");
    SCVal paused = find(storage, "FarmPaused");
    Farm farm =
        new Farm(
            XdrAddresses.address(field(storage, "Homesteader").getAddress()),
            XdrAddresses.address(field(storage, "HomesteadAsset").getAddress()),
            index == null ? 0 : number(index),
            block(map(field(storage, "FarmBlock"))),
            paused != null && paused.getB());
    return Optional.of(
        new Data.FarmInstance(farm, Hash.of(instance.getExecutable().getWasm_hash().getHash())));
  }

  private static SCMapEntry[] storage(SCContractInstance instance) {
    return instance.getStorage().getSCMap();
  }

  private static Pail pail(SCMapEntry[] map) {
    return new Pail(
        number(field(map, "sequence")),
        optional(field(map, "gap")),
        big(field(map, "stake")),
        optional(field(map, "zeros")));
  }

  private static Block block(SCMapEntry[] map) {
    return new Block(
        number(field(map, "timestamp")),
        number(field(map, "min_gap")),
        big(field(map, "min_stake")),
        number(field(map, "min_zeros")),
        number(field(map, "max_gap")),
        big(field(map, "max_stake")),
        number(field(map, "max_zeros")),
        Hash.of(field(map, "entropy").getBytes().getSCBytes()),
        big(field(map, "staked_total")),
        big(field(map, "normalized_total")));
  }

  private static SCMapEntry[] map(SCVal value) {
    return value.getMap().getSCMap();
  }

  private static SCVal field(SCMapEntry[] map, String name) {
    SCVal value = find(map, name);
    if (value == null) {
      throw new IllegalStateException("there is no " + name);
    }
    return value;
  }

  /** The value under a symbol, or under a list of one symbol. */
  private static @Nullable SCVal find(SCMapEntry[] map, String name) {
    for (SCMapEntry entry : map) {
      String key = ScValReader.of(entry.getKey()).text();
      if (key.equals(name) || key.equals("[" + name + "]")) {
        return entry.getVal();
      }
    }
    return null;
  }

  private static @Nullable Long optional(SCVal value) {
    return value.getDiscriminant() == SCValType.SCV_VOID ? null : (Long) number(value);
  }

  private static long number(SCVal value) {
    return switch (ScValReader.of(value)) {
      case Val.U32(long number) -> number;
      case Val.U64(long number) -> number;
      default -> throw new IllegalStateException("not a number: " + value);
    };
  }

  private static BigInteger big(SCVal value) {
    return ((Val.I128) ScValReader.of(value)).value();
  }
}
