package org.kalepool.lab.sandbox.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.stellar.sdk.xdr.ContractDataDurability;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCAddressType;

/** Ledger keys as clients send them, and their order. */
public final class Keys {
  /** The order in which the network lists keys: that of their XDR, for all keys used here. */
  public static final Comparator<Key> ORDER =
      (a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes());

  private Keys() {}

  public static List<Key> of(LedgerKey[] keys) {
    return Arrays.stream(keys).map(Keys::of).toList();
  }

  public static Key of(LedgerKey key) {
    return switch (key.getDiscriminant()) {
      case ACCOUNT -> new Key.Account(XdrAddresses.address(key.getAccount().getAccountID()));
      case TRUSTLINE -> {
        CreditAsset asset = CreditAsset.of(key.getTrustLine().getAsset());
        yield asset == null
            ? foreign(key)
            : new Key.Trust(XdrAddresses.address(key.getTrustLine().getAccountID()), asset);
      }
      case DATA ->
          new Key.Named(
              XdrAddresses.address(key.getData().getAccountID()),
              new String(
                  key.getData().getDataName().getString64().getBytes(), StandardCharsets.UTF_8));
      case CLAIMABLE_BALANCE ->
          new Key.Claimable(Hash.of(key.getClaimableBalance().getBalanceID().getV0().getHash()));
      case LIQUIDITY_POOL ->
          new Key.Pool(Hash.of(key.getLiquidityPool().getLiquidityPoolID().getPoolID().getHash()));
      case CONTRACT_DATA -> contractData(key);
      case CONTRACT_CODE -> new Key.Code(Hash.of(key.getContractCode().getHash().getHash()));
      case CONFIG_SETTING -> new Key.Config(key.getConfigSetting().getConfigSettingID().getValue());
      default -> foreign(key);
    };
  }

  private static Key contractData(LedgerKey key) {
    LedgerKey.LedgerKeyContractData data = key.getContractData();
    SCAddressType owner = data.getContract().getDiscriminant();
    if (owner != SCAddressType.SC_ADDRESS_TYPE_CONTRACT
        && owner != SCAddressType.SC_ADDRESS_TYPE_ACCOUNT) {
      return foreign(key);
    }
    Address contract = XdrAddresses.address(data.getContract());
    boolean temporary = data.getDurability() == ContractDataDurability.TEMPORARY;
    return switch (data.getKey().getDiscriminant()) {
      case SCV_LEDGER_KEY_CONTRACT_INSTANCE ->
          temporary ? stored(data) : new Key.Instance(contract);
      case SCV_LEDGER_KEY_NONCE ->
          temporary
              ? new Key.Nonce(contract, data.getKey().getNonce_key().getNonce().getInt64())
              : stored(data);
      case SCV_VEC ->
          temporary ? named(data, contract, ScValReader.of(data.getKey())) : stored(data);
      default -> stored(data);
    };
  }

  private static Key named(LedgerKey.LedgerKeyContractData data, Address contract, Val name) {
    if (name instanceof Val.Items(List<Val> items)) {
      if (items.size() == 2
          && items.get(0) instanceof Val.Sym(String word)
          && word.equals("Block")
          && items.get(1) instanceof Val.U32(long index)) {
        return new Key.BlockAt(contract, index);
      }
      if (items.size() == 3
          && items.get(0) instanceof Val.Sym(String word)
          && word.equals("Pail")
          && items.get(1) instanceof Val.Addr(Address farmer)
          && items.get(2) instanceof Val.U32(long index)) {
        return new Key.PailOf(contract, farmer, index);
      }
    }
    return stored(data);
  }

  private static Key stored(LedgerKey.LedgerKeyContractData data) {
    try {
      return new Key.Stored(
          XdrAddresses.address(data.getContract()),
          HexFormat.of().formatHex(data.getKey().toXdrByteArray()),
          data.getDurability() == ContractDataDurability.TEMPORARY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a key.
   *
   * @param xdr a LedgerKey
   */
  public static Key of(byte[] xdr) {
    try {
      return of(LedgerKey.fromXdrByteArray(xdr));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Key foreign(LedgerKey key) {
    try {
      return new Key.Foreign(key.toXdrBase64());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
