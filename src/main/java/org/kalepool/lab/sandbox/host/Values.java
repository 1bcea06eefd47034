package org.kalepool.lab.sandbox.host;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Makes values and reads what is in them. */
final class Values {
  static final HostValue VOID = new HostValue.Small(Tags.VOID);
  static final HostValue TRUE = new HostValue.Small(Tags.TRUE);
  static final HostValue FALSE = new HostValue.Small(Tags.FALSE);
  static final HostValue.Vec EMPTY_VEC = new HostValue.Vec(List.of());
  static final HostValue.Dict EMPTY_MAP = new HostValue.Dict(List.of(), List.of());
  static final int MOST_SYMBOL_CHARACTERS = 32;
  private static final int SMALL_BITS = 56;

  private Values() {}

  static HostValue bool(boolean value) {
    return value ? TRUE : FALSE;
  }

  static HostValue u32(long value) {
    return new HostValue.Small((value << 32) | Tags.U32);
  }

  static HostValue i32(int value) {
    return new HostValue.Small(((long) value << 32) | Tags.I32);
  }

  static HostValue error(int kind, int code) {
    return new HostValue.Small(((long) code << 32) | ((long) kind << 8) | Tags.ERROR);
  }

  static HostValue error(HostFault fault) {
    return error(fault.kind().ordinal(), fault.code());
  }

  static HostFault fault(HostValue.Small error, String message) {
    int kind = (int) (error.bits() >>> 8) & 0xFF;
    return HostFault.ofNumbers(kind, (int) (error.bits() >>> 32), message);
  }

  static boolean isContractError(HostValue.Small error) {
    return (error.bits() & 0xFFFF_FF00L) == 0;
  }

  /** As 64 bits when it fits, otherwise as an object. */
  static HostValue number(int objectTag, BigInteger value) {
    int most = Tags.signed(objectTag) ? SMALL_BITS - 1 : SMALL_BITS;
    return value.bitLength() <= most
        ? new HostValue.Small((value.longValue() << 8) | Tags.smallOf(objectTag))
        : new HostValue.Num(objectTag, value);
  }

  static HostValue u64(long value) {
    return number(Tags.U64_OBJECT, unsigned(value));
  }

  static BigInteger number(HostValue value) {
    if (value instanceof HostValue.Num(int ignored, BigInteger number)) {
      return number;
    }
    long bits = ((HostValue.Small) value).bits();
    boolean signed = Tags.signed(Tags.objectOf(value.tag()));
    return BigInteger.valueOf(signed ? bits >> 8 : bits >>> 8);
  }

  static BigInteger unsigned(long value) {
    BigInteger number = BigInteger.valueOf(value);
    return value < 0 ? number.add(BigInteger.ONE.shiftLeft(64)) : number;
  }

  static long u32(HostValue value) {
    return ((HostValue.Small) value).bits() >>> 32;
  }

  static boolean isVoid(HostValue value) {
    return value.tag() == Tags.VOID;
  }

  static HostValue bytes(byte[] bytes) {
    return new HostValue.Blob(Tags.BYTES, bytes);
  }

  static HostValue string(String text) {
    return new HostValue.Blob(Tags.STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  static boolean isSymbol(HostValue value) {
    return value.tag() == Tags.SYMBOL || value.tag() == Tags.SYMBOL_SMALL;
  }

  static boolean goodSymbol(byte[] text) {
    if (text.length > MOST_SYMBOL_CHARACTERS) {
      return false;
    }
    for (byte b : text) {
      if (SmallSymbol.code(b) == 0) {
        return false;
      }
    }
    return true;
  }

  /** As 64 bits when it fits, otherwise as an object; the text must be good. */
  static HostValue symbol(byte[] text) {
    return text.length <= SmallSymbol.MOST_CHARACTERS
        ? SmallSymbol.of(text)
        : new HostValue.Blob(Tags.SYMBOL, text);
  }

  static HostValue symbol(String text) {
    return symbol(text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] symbolText(HostValue symbol) {
    return symbol instanceof HostValue.Small(long bits)
        ? SmallSymbol.text(bits >>> 8)
        : ((HostValue.Blob) symbol).bytes();
  }

  static String text(HostValue symbol) {
    return new String(symbolText(symbol), StandardCharsets.US_ASCII);
  }

  static byte[] blob(HostValue value) {
    return ((HostValue.Blob) value).bytes();
  }

  /**
   * @param scAddress an account's or a contract's
   */
  static HostValue address(byte[] scAddress) {
    return new HostValue.Blob(Tags.ADDRESS, scAddress);
  }

  static HostValue contract(byte[] id) {
    return address(new XdrOut().int32(1).raw(id).bytes());
  }

  static byte[] scAddress(Address address) {
    XdrOut out = new XdrOut();
    XdrAddresses.writeScAddress(out, address);
    return out.bytes();
  }

  /** The address, when it is an account's or a contract's. */
  static Address address(HostValue value) {
    byte[] xdr = blob(value);
    return isContract(xdr)
        ? Address.contract(Arrays.copyOfRange(xdr, 4, 36))
        : Address.account(Arrays.copyOfRange(xdr, 8, 40));
  }

  static boolean isContract(byte[] scAddress) {
    return scAddress[3] == 1;
  }

  static boolean isAccount(byte[] scAddress) {
    return scAddress[3] == 0;
  }

  static HostValue vec(HostValue... items) {
    return new HostValue.Vec(List.of(items));
  }

  static List<HostValue> items(HostValue vec) {
    return ((HostValue.Vec) vec).items();
  }
}
