package org.kalepool.stellar.xdr;

import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.stellar.KaleNetwork;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.ClaimableBalanceID;
import org.stellar.sdk.xdr.ClaimableBalanceIDType;
import org.stellar.sdk.xdr.ConfigSettingID;
import org.stellar.sdk.xdr.ContractDataDurability;
import org.stellar.sdk.xdr.DataEntry;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.String64;
import org.stellar.sdk.xdr.XdrString;

/** The keys of everything the pool reads. */
public final class LedgerKeys {
  private LedgerKeys() {}

  public static LedgerKey account(Address account) {
    LedgerKey.LedgerKeyAccount of = new LedgerKey.LedgerKeyAccount();
    of.setAccountID(Xdr.accountId(account));
    LedgerKey key = new LedgerKey();
    key.setDiscriminant(LedgerEntryType.ACCOUNT);
    key.setAccount(of);
    return key;
  }

  public static LedgerKey trustline(Address account, KaleNetwork network) {
    LedgerKey.LedgerKeyTrustLine of = new LedgerKey.LedgerKeyTrustLine();
    of.setAccountID(Xdr.accountId(account));
    of.setAsset(Assets.trustLineAsset(network.assetCode(), network.assetIssuer()));
    LedgerKey key = new LedgerKey();
    key.setDiscriminant(LedgerEntryType.TRUSTLINE);
    key.setTrustLine(of);
    return key;
  }

  /** The data entry by which an account asks for memos (SEP-29). */
  public static LedgerKey memoRequired(Address account) {
    LedgerKey.LedgerKeyData of = new LedgerKey.LedgerKeyData();
    of.setAccountID(Xdr.accountId(account));
    of.setDataName(new String64(new XdrString("config.memo_required")));
    LedgerKey key = new LedgerKey();
    key.setDiscriminant(LedgerEntryType.DATA);
    key.setData(of);
    return key;
  }

  /** SEP-29: the entry counts with the value 1, in text. */
  public static boolean isMemoRequired(DataEntry entry) {
    byte[] value = entry.getDataValue().getDataValue();
    return value.length == 1 && value[0] == '1';
  }

  public static LedgerKey claimable(BalanceId balance) {
    LedgerKey.LedgerKeyClaimableBalance of = new LedgerKey.LedgerKeyClaimableBalance();
    of.setBalanceID(balanceId(balance));
    LedgerKey key = new LedgerKey();
    key.setDiscriminant(LedgerEntryType.CLAIMABLE_BALANCE);
    key.setClaimableBalance(of);
    return key;
  }

  static ClaimableBalanceID balanceId(BalanceId balance) {
    ClaimableBalanceID id = new ClaimableBalanceID();
    id.setDiscriminant(ClaimableBalanceIDType.CLAIMABLE_BALANCE_ID_TYPE_V0);
    id.setV0(new Hash(balance.hash().bytes()));
    return id;
  }

  /** A contract's instance: its code and its instance storage. */
  public static LedgerKey instance(Address contract) {
    return data(contract, Scv.toLedgerKeyContractInstance(), ContractDataDurability.PERSISTENT);
  }

  public static LedgerKey block(Address contract, long index) {
    return data(
        contract,
        ScVals.vec(ScVals.symbol("Block"), ScVals.uint32(index)),
        ContractDataDurability.TEMPORARY);
  }

  public static LedgerKey pail(Address contract, Address farmer, long index) {
    return data(
        contract,
        ScVals.vec(ScVals.symbol("Pail"), ScVals.address(farmer), ScVals.uint32(index)),
        ContractDataDurability.TEMPORARY);
  }

  public static LedgerKey setting(ConfigSettingID id) {
    LedgerKey.LedgerKeyConfigSetting of = new LedgerKey.LedgerKeyConfigSetting();
    of.setConfigSettingID(id);
    LedgerKey key = new LedgerKey();
    key.setDiscriminant(LedgerEntryType.CONFIG_SETTING);
    key.setConfigSetting(of);
    return key;
  }

  /** A key as nodes write it: base64 XDR. */
  public static String text(LedgerKey key) {
    return Xdr.base64(key::encode);
  }

  /** A contract's code, by its SHA-256. */
  public static LedgerKey code(org.kalepool.kale.Hash hash) {
    LedgerKey.LedgerKeyContractCode of = new LedgerKey.LedgerKeyContractCode();
    of.setHash(new Hash(hash.bytes()));
    LedgerKey key = new LedgerKey();
    key.setDiscriminant(LedgerEntryType.CONTRACT_CODE);
    key.setContractCode(of);
    return key;
  }

  /** A split contract's entry of a farmer that it has paid out. */
  public static LedgerKey split(Address contract, Address custodial, UUID farmer) {
    return data(
        contract,
        ScVals.vec(ScVals.address(custodial), ScVals.bytes(ContractFunctions.id(farmer))),
        ContractDataDurability.PERSISTENT);
  }

  /** What a split contract keeps of what it holds for a wallet. */
  public static LedgerKey held(Address contract, Address wallet) {
    return data(contract, ScVals.address(wallet), ContractDataDurability.PERSISTENT);
  }

  /** What an asset's contract keeps of a contract's balance. */
  public static LedgerKey balance(Address asset, Address contract) {
    return data(
        asset,
        ScVals.vec(ScVals.symbol("Balance"), ScVals.address(contract)),
        ContractDataDurability.PERSISTENT);
  }

  private static LedgerKey data(Address contract, SCVal value, ContractDataDurability durability) {
    LedgerKey.LedgerKeyContractData of = new LedgerKey.LedgerKeyContractData();
    of.setContract(ScVals.scAddress(contract));
    of.setKey(value);
    of.setDurability(durability);
    LedgerKey key = new LedgerKey();
    key.setDiscriminant(LedgerEntryType.CONTRACT_DATA);
    key.setContractData(of);
    return key;
  }
}
