package org.kalepool.stellar.xdr;

import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.PoolReserves;
import org.stellar.sdk.xdr.Asset;
import org.stellar.sdk.xdr.Int32;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.LiquidityPoolConstantProductParameters;
import org.stellar.sdk.xdr.LiquidityPoolEntry;
import org.stellar.sdk.xdr.LiquidityPoolParameters;
import org.stellar.sdk.xdr.LiquidityPoolType;
import org.stellar.sdk.xdr.PoolID;

/** Classic liquidity pools of XLM and KALE. */
public final class LiquidityPools {
  /** Of 10 000, what such a pool keeps of a trade; there is no other. */
  private static final int FEE = 30;

  private LiquidityPools() {}

  /** The id of the pool of XLM and KALE: the hash of its parameters, XLM the first of the two. */
  public static Hash idOf(KaleNetwork network) {
    LiquidityPoolConstantProductParameters of = new LiquidityPoolConstantProductParameters();
    of.setAssetA(Assets.xlm());
    of.setAssetB(Assets.asset(network.assetCode(), network.assetIssuer()));
    of.setFee(new Int32(FEE));
    LiquidityPoolParameters parameters = new LiquidityPoolParameters();
    parameters.setDiscriminant(LiquidityPoolType.LIQUIDITY_POOL_CONSTANT_PRODUCT);
    parameters.setConstantProduct(of);
    return Hash.of(Sha256.of(Xdr.bytes(parameters::encode)));
  }

  public static LedgerKey key(Hash pool) {
    LedgerKey.LedgerKeyLiquidityPool of = new LedgerKey.LedgerKeyLiquidityPool();
    of.setLiquidityPoolID(new PoolID(new org.stellar.sdk.xdr.Hash(pool.bytes())));
    LedgerKey key = new LedgerKey();
    key.setDiscriminant(LedgerEntryType.LIQUIDITY_POOL);
    key.setLiquidityPool(of);
    return key;
  }

  /**
   * What a pool holds.
   *
   * @throws XdrException if it is no pool of XLM and KALE
   */
  public static PoolReserves.Held held(LedgerEntryData data, KaleNetwork network, long ledger) {
    return Xdr.understand("the liquidity pool", () -> read(data, network, ledger));
  }

  private static PoolReserves.Held read(LedgerEntryData data, KaleNetwork network, long ledger) {
    LiquidityPoolEntry pool = data.getLiquidityPool();
    if (pool == null) {
      throw new XdrException("wanted a liquidity pool, got " + data.getDiscriminant());
    }
    LiquidityPoolEntry.LiquidityPoolEntryBody.LiquidityPoolEntryConstantProduct body =
        pool.getBody().getConstantProduct();
    Asset kale = Assets.asset(network.assetCode(), network.assetIssuer());
    if (!body.getParams().getAssetA().equals(Assets.xlm())
        || !body.getParams().getAssetB().equals(kale)) {
      throw new XdrException("it is not of XLM and " + network.assetCode());
    }
    return new PoolReserves.Held(
        Kale.ofStroops(body.getReserveB().getInt64()),
        Xlm.ofStroops(body.getReserveA().getInt64()),
        ledger);
  }
}
