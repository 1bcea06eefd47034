package org.kalepool.lab.sandbox.ledger;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Where assets have their contracts, and the events that every movement of an asset emits. */
public final class AssetEvents {
  private final byte[] networkId;
  private final CreditAsset kale;
  private final Address kaleContract;
  private final Address nativeContract;

  public AssetEvents(byte[] networkId, CreditAsset kale, Address kaleContract) {
    this.networkId = networkId;
    this.kale = kale;
    this.kaleContract = kaleContract;
    this.nativeContract = derived(networkId, null);
  }

  /** The contract that every asset has by its code and issuer. */
  public static Address derived(byte[] networkId, @Nullable CreditAsset asset) {
    XdrOut preimage = new XdrOut().int32(8).raw(networkId).int32(1);
    CreditAsset.write(preimage, asset);
    return Address.contract(Sha256.of(preimage.bytes()));
  }

  private Address contract(@Nullable CreditAsset asset) {
    if (asset == null) {
      return nativeContract;
    }
    return asset.equals(kale) ? kaleContract : derived(networkId, asset);
  }

  /** The issuer's own asset comes into being when it pays and ends when it is paid. */
  public Event moved(@Nullable CreditAsset asset, Val from, Val to, long amount) {
    Val name = new Val.Str(CreditAsset.name(asset));
    Val sum = Val.i128(amount);
    Val issuer = asset == null ? Val.none() : new Val.Addr(asset.issuer());
    List<Val> topics;
    if (from.equals(issuer) && !to.equals(issuer)) {
      topics = List.of(new Val.Sym("mint"), to, name);
    } else if (to.equals(issuer) && !from.equals(issuer)) {
      topics = List.of(new Val.Sym("burn"), from, name);
    } else {
      topics = List.of(new Val.Sym("transfer"), from, to, name);
    }
    return new Event(contract(asset), Event.Kind.CONTRACT, topics, sum);
  }

  public Event kale(String what, Address farmer, BigInteger amount) {
    return new Event(
        kaleContract,
        Event.Kind.CONTRACT,
        List.of(new Val.Sym(what), new Val.Addr(farmer), new Val.Str(CreditAsset.name(kale))),
        new Val.I128(amount));
  }

  /**
   * That a fee was taken, or a part of it given back.
   *
   * @param amount stroops, negative for a refund
   */
  public Event fee(Address payer, long amount) {
    return new Event(
        nativeContract,
        Event.Kind.CONTRACT,
        List.of(new Val.Sym("fee"), new Val.Addr(payer)),
        Val.i128(amount));
  }
}
