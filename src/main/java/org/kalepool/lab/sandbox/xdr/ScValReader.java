package org.kalepool.lab.sandbox.xdr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.stellar.sdk.xdr.Int128Parts;
import org.stellar.sdk.xdr.SCVal;

/** What a caller sent as contract values. */
public final class ScValReader {
  private ScValReader() {}

  public static Val of(SCVal value) {
    return switch (value.getDiscriminant()) {
      case SCV_VOID -> Val.none();
      case SCV_BOOL -> new Val.Bool(value.getB());
      case SCV_U32 -> new Val.U32(value.getU32().getUint32().getNumber());
      case SCV_U64 -> new Val.U64(value.getU64().getUint64().getNumber().longValue());
      case SCV_I128 -> new Val.I128(i128(value.getI128()));
      case SCV_BYTES -> new Val.Bytes(HexFormat.of().formatHex(value.getBytes().getSCBytes()));
      case SCV_STRING ->
          new Val.Str(new String(value.getStr().getSCString().getBytes(), StandardCharsets.UTF_8));
      case SCV_SYMBOL ->
          new Val.Sym(new String(value.getSym().getSCSymbol().getBytes(), StandardCharsets.UTF_8));
      case SCV_ADDRESS -> new Val.Addr(XdrAddresses.address(value.getAddress()));
      case SCV_VEC ->
          new Val.Items(Arrays.stream(value.getVec().getSCVec()).map(ScValReader::of).toList());
      case SCV_ERROR -> {
        XdrWalk in = new XdrWalk(xdr(value)).skip(4);
        yield new Val.Fault(in.int32(), in.int32());
      }
      case SCV_I64 -> new Val.I64(value.getI64().getInt64());
      case SCV_MAP ->
          value.getMap() == null
              ? new Val.Other(HexFormat.of().formatHex(xdr(value)))
              : new Val.Fields(
                  Arrays.stream(value.getMap().getSCMap())
                      .map(field -> new Val.Field(of(field.getKey()), of(field.getVal())))
                      .toList());
      default -> new Val.Other(HexFormat.of().formatHex(xdr(value)));
    };
  }

  /**
   * Reads a value.
   *
   * @param xdr SCVal; kinds newer than the SDK are passed on as they are
   */
  public static Val of(byte[] xdr) {
    try {
      return of(SCVal.fromXdrByteArray(xdr));
    } catch (IOException | RuntimeException e) {
      // the SDK's reader throws whatever the bytes make it stumble over
      return new Val.Other(HexFormat.of().formatHex(xdr));
    }
  }

  private static byte[] xdr(SCVal value) {
    try {
      return value.toXdrByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BigInteger i128(Int128Parts parts) {
    return BigInteger.valueOf(parts.getHi().getInt64())
        .shiftLeft(64)
        .add(parts.getLo().getUint64().getNumber());
  }
}
