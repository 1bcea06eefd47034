package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Module {@code b}: bytes. */
final class BytesFunctions {
  private static final int MOST_BYTE = 255;

  private BytesFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add(
        "b._",
        "serialize_to_bytes",
        "Val->BytesObject",
        (host, args) -> {
          byte[] xdr = host.out().bytes(args.value(0));
          host.budget().encoded(XdrWrites.scVal(xdr), xdr.length);
          return Make.object(host, Values.bytes(xdr));
        });
    table.add("b.0", "deserialize_from_bytes", "BytesObject->Val", BytesFunctions::deserialize);
    table.add(
        "b.4",
        "bytes_new",
        "->BytesObject",
        (host, args) -> Make.object(host, Values.bytes(new byte[0])));
    table.add("b.5", "bytes_put", "BytesObject,U32Val,U32Val->BytesObject", BytesFunctions::put);
    table.add(
        "b.6",
        "bytes_get",
        "BytesObject,U32Val->U32Val",
        (host, args) -> {
          Make.visit(host);
          long at = args.u32(1);
          if (at >= args.blob(0).length) {
            throw outside(host, "bytes_get out of bounds", args.value(1));
          }
          return Values.u32(Byte.toUnsignedInt(args.blob(0)[(int) at]));
        });
    table.add(
        "b.7",
        "bytes_del",
        "BytesObject,U32Val->BytesObject",
        (host, args) -> {
          Make.visit(host);
          byte[] bytes = args.blob(0);
          int at = VecFunctions.index(host, args, 1, bytes.length - 1);
          return joined(
              host, Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + 1, bytes.length));
        });
    table.add("b.8", "bytes_len", "BytesObject->U32Val", BytesFunctions::length);
    table.add(
        "b.9",
        "bytes_push",
        "BytesObject,U32Val->BytesObject",
        (host, args) -> {
          byte[] one = {one(host, args, 1)};
          Make.visit(host);
          return joined(host, args.blob(0), one);
        });
    table.add(
        "b.a",
        "bytes_pop",
        "BytesObject->BytesObject",
        (host, args) -> {
          Make.visit(host);
          requireAny(host, args, "bytes_pop out of bounds");
          return Make.bytes(host, Arrays.copyOf(args.blob(0), args.blob(0).length - 1));
        });
    table.add(
        "b.b",
        "bytes_front",
        "BytesObject->U32Val",
        (host, args) -> {
          Make.visit(host);
          requireAny(host, args, "bytes_front out of bounds");
          return Values.u32(Byte.toUnsignedInt(args.blob(0)[0]));
        });
    table.add(
        "b.c",
        "bytes_back",
        "BytesObject->U32Val",
        (host, args) -> {
          Make.visit(host);
          requireAny(host, args, "bytes_back out of bounds");
          return Values.u32(Byte.toUnsignedInt(args.blob(0)[args.blob(0).length - 1]));
        });
    table.add(
        "b.d", "bytes_insert", "BytesObject,U32Val,U32Val->BytesObject", BytesFunctions::insert);
    table.add(
        "b.e",
        "bytes_append",
        "BytesObject,BytesObject->BytesObject",
        (host, args) -> {
          Make.visit(host);
          Make.visit(host);
          return joined(host, args.blob(0), args.blob(1));
        });
    table.add(
        "b.f",
        "bytes_slice",
        "BytesObject,U32Val,U32Val->BytesObject",
        (host, args) -> {
          Make.visit(host);
          VecFunctions.checkSlice(host, args, args.blob(0).length);
          return Make.bytes(
              host, Arrays.copyOfRange(args.blob(0), (int) args.u32(1), (int) args.u32(2)));
        });
    table.add("b.k", "string_len", "StringObject->U32Val", BytesFunctions::length);
    table.add("b.l", "symbol_len", "SymbolObject->U32Val", BytesFunctions::length);
    table.add(
        "b.n",
        "string_to_bytes",
        "StringObject->BytesObject",
        23,
        (host, args) -> {
          Make.visit(host);
          return Make.bytes(host, args.blob(0));
        });
    table.add(
        "b.o",
        "bytes_to_string",
        "BytesObject->StringObject",
        23,
        (host, args) -> {
          Make.visit(host);
          host.budget().list(args.blob(0).length, 1);
          return Make.object(host, new HostValue.Blob(Tags.STRING, args.blob(0)));
        });
  }

  /** The whole is looked at first, then whether contracts may have such a value. */
  private static Object deserialize(Host host, HostArgs args) {
    Make.visit(host);
    byte[] bytes = args.blob(0);
    host.budget().charge(CostType.VAL_DESER, bytes.length);
    try {
      XdrIn in = new XdrIn(bytes);
      ScValIn.check(in);
      in.end();
    } catch (HostFault e) {
      throw host.log().note(e, String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      throw XdrIn.tooLong();
    }
    return host.in().read(bytes);
  }

  private static Object length(Host host, HostArgs args) {
    Make.visit(host);
    return Values.u32(args.blob(0).length);
  }

  private static byte one(Host host, HostArgs args, int at) {
    if (args.u32(at) > MOST_BYTE) {
      throw host.log()
          .fault(
              Kind.VALUE,
              Code.ARITH_DOMAIN,
              "expecting U32Val less than 256",
              args.value(at),
              Values.string("u"));
    }
    return (byte) args.u32(at);
  }

  private static Object put(Host host, HostArgs args) {
    byte one = one(host, args, 2);
    Make.visit(host);
    byte[] bytes = args.blob(0).clone();
    if (args.u32(1) >= bytes.length) {
      throw outside(host, "bytes_put out of bounds", args.value(1));
    }
    bytes[(int) args.u32(1)] = one;
    return Make.bytes(host, bytes);
  }

  private static Object insert(Host host, HostArgs args) {
    byte one = one(host, args, 2);
    Make.visit(host);
    byte[] bytes = args.blob(0);
    int at = VecFunctions.index(host, args, 1, bytes.length);
    byte[] inserted = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, inserted, 0, at);
    inserted[at] = one;
    System.arraycopy(bytes, at, inserted, at + 1, bytes.length - at);
    return Make.bytes(host, inserted);
  }

  private static HostValue joined(Host host, byte[] first, byte[] second) {
    byte[] bytes = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, bytes, first.length, second.length);
    return Make.bytes(host, bytes);
  }

  private static void requireAny(Host host, HostArgs args, String message) {
    if (args.blob(0).length == 0) {
      throw outside(host, message);
    }
  }

  private static HostFault outside(Host host, String message, HostValue... args) {
    return host.log().fault(Kind.OBJECT, Code.INDEX_BOUNDS, message, args);
  }
}
