package org.kalepool.stellar.xdr;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.SCAddress;
import org.stellar.sdk.xdr.SCAddressType;
import org.stellar.sdk.xdr.SCMap;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Contract values to Java values and back. Every reader throws XdrException for another type. */
public final class ScVals {
  private static final BigInteger UINT64_MASK = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private ScVals() {}

  public static SCVal symbol(String text) {
    return Scv.toSymbol(text);
  }

  public static SCVal uint32(long value) {
    return Scv.toUint32(value);
  }

  /**
   * A value of 64 bits without a sign.
   *
   * @param value read as unsigned
   */
  public static SCVal uint64(long value) {
    return Scv.toUint64(BigInteger.valueOf(value).and(UINT64_MASK));
  }

  public static SCVal int128(BigInteger value) {
    return Scv.toInt128(value);
  }

  public static SCVal bytes(byte[] value) {
    return Scv.toBytes(value);
  }

  public static SCVal vec(SCVal... values) {
    return Scv.toVec(List.of(values));
  }

  public static SCVal address(Address address) {
    SCVal value = new SCVal();
    value.setDiscriminant(SCValType.SCV_ADDRESS);
    value.setAddress(scAddress(address));
    return value;
  }

  public static SCAddress scAddress(Address address) {
    SCAddress value = new SCAddress();
    if (address.isAccount()) {
      value.setDiscriminant(SCAddressType.SC_ADDRESS_TYPE_ACCOUNT);
      value.setAccountId(Xdr.accountId(address));
    } else {
      value.setDiscriminant(SCAddressType.SC_ADDRESS_TYPE_CONTRACT);
      value.setContractId(new Hash(address.bytes()));
    }
    return value;
  }

  public static String symbol(SCVal value) {
    return text(expect(value, SCValType.SCV_SYMBOL).getSym().getSCSymbol().getBytes());
  }

  public static long uint32(SCVal value) {
    return Xdr.value(expect(value, SCValType.SCV_U32).getU32());
  }

  public static @Nullable Long optionalUint32(SCVal value) {
    return value.getDiscriminant() == SCValType.SCV_VOID ? null : uint32(value);
  }

  public static BigInteger uint64(SCVal value) {
    return expect(value, SCValType.SCV_U64).getU64().getUint64().getNumber();
  }

  public static BigInteger int128(SCVal value) {
    return Scv.fromInt128(expect(value, SCValType.SCV_I128));
  }

  public static boolean bool(SCVal value) {
    return expect(value, SCValType.SCV_BOOL).getB();
  }

  public static byte[] bytes(SCVal value) {
    return expect(value, SCValType.SCV_BYTES).getBytes().getSCBytes();
  }

  public static Address address(SCVal value) {
    return address(expect(value, SCValType.SCV_ADDRESS).getAddress());
  }

  static Address address(SCAddress address) {
    return address.getDiscriminant() == SCAddressType.SC_ADDRESS_TYPE_ACCOUNT
        ? Xdr.account(address.getAccountId())
        : Address.contract(address.getContractId().getHash());
  }

  /** The values of a vector, which tuples are, too. */
  public static SCVal[] items(SCVal value) {
    return expect(value, SCValType.SCV_VEC).getVec().getSCVec();
  }

  /** A map whose keys are symbols, as contract structures are written. */
  public static Map<String, SCVal> structure(SCVal value) {
    SCMap map = expect(value, SCValType.SCV_MAP).getMap();
    Map<String, SCVal> fields = new HashMap<>();
    for (SCMapEntry entry : map.getSCMap()) {
      fields.put(symbol(entry.getKey()), entry.getVal());
    }
    return fields;
  }

  public static SCVal field(Map<String, SCVal> fields, String name) {
    SCVal value = fields.get(name);
    if (value == null) {
      throw new XdrException("no field " + name + " in " + fields.keySet());
    }
    return value;
  }

  public static SCVal expect(SCVal value, SCValType type) {
    if (value.getDiscriminant() != type) {
      throw new XdrException("wanted " + type + ", got " + value.getDiscriminant());
    }
    return value;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
