package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Module {@code b}: bytes, strings and symbols to and from a contract's memory. */
final class TextFunctions {
  private static final long MOST = 0xFFFF_FFFFL;

  private TextFunctions() {}

  static void add(HostFunctions.Table table) {
    out(table, "b.1", "bytes_copy_to_linear_memory", "BytesObject");
    out(table, "b.g", "string_copy_to_linear_memory", "StringObject");
    out(table, "b.h", "symbol_copy_to_linear_memory", "SymbolObject");
    table.add(
        "b.2",
        "bytes_copy_from_linear_memory",
        "BytesObject,U32Val,U32Val,U32Val->BytesObject",
        TextFunctions::copyIn);
    table.add(
        "b.3",
        "bytes_new_from_linear_memory",
        "U32Val,U32Val->BytesObject",
        (host, args) -> made(host, args, Tags.BYTES));
    table.add(
        "b.i",
        "string_new_from_linear_memory",
        "U32Val,U32Val->StringObject",
        (host, args) -> made(host, args, Tags.STRING));
    table.add(
        "b.j",
        "symbol_new_from_linear_memory",
        "U32Val,U32Val->SymbolObject",
        (host, args) -> {
          HostValue made = made(host, args, Tags.SYMBOL);
          check(host, Values.blob(made));
          return made;
        });
    table.add(
        "b.m",
        "symbol_index_in_linear_memory",
        "Symbol,U32Val,U32Val->U32Val",
        TextFunctions::index);
  }

  private static void out(HostFunctions.Table table, String address, String longName, String type) {
    table.add(
        address,
        longName,
        type + ",U32Val,U32Val,U32Val->Void",
        (host, args) -> {
          Make.visit(host);
          long end = args.u32(1) + args.u32(3);
          if (end > MOST) {
            throw LinearMemory.overflow(host);
          }
          byte[] bytes = args.blob(0);
          if (end > bytes.length) {
            throw host.log()
                .fault(
                    Kind.OBJECT,
                    Code.INDEX_BOUNDS,
                    "out-of-bounds read from memory-like host object");
          }
          new LinearMemory(host, args.frame())
              .write(args.u32(2), Arrays.copyOfRange(bytes, (int) args.u32(1), (int) end));
          return Values.VOID;
        });
  }

  /** Fills a gap with zeros when it starts beyond the end. */
  private static Object copyIn(Host host, HostArgs args) {
    Make.visit(host);
    byte[] bytes = args.blob(0);
    host.budget().copy(bytes.length);
    long end = args.u32(1) + args.u32(3);
    if (end > MOST) {
      throw LinearMemory.overflow(host);
    }
    if (end > bytes.length) {
      host.budget().alloc(end - bytes.length);
    }
    byte[] read = new LinearMemory(host, args.frame()).read(args.u32(2), args.u32(3));
    byte[] whole = Arrays.copyOf(bytes, (int) Math.max(bytes.length, end));
    System.arraycopy(read, 0, whole, (int) args.u32(1), read.length);
    return Make.object(host, Values.bytes(whole));
  }

  private static HostValue made(Host host, HostArgs args, int tag) {
    host.budget().alloc(args.u32(1));
    byte[] bytes = new LinearMemory(host, args.frame()).read(args.u32(0), args.u32(1));
    return Make.object(host, new HostValue.Blob(tag, bytes));
  }

  /** A symbol of a contract's text, small where it fits. */
  static HostValue symbol(Host host, byte[] text) {
    check(host, text);
    return Make.object(host, Values.symbol(text));
  }

  private static void check(Host host, byte[] text) {
    if (text.length > Values.MOST_SYMBOL_CHARACTERS) {
      throw host.log()
          .fault(
              Kind.VALUE,
              Code.INVALID_INPUT,
              "slice is too long to be represented as Symbol",
              Values.u32(text.length));
    }
    for (byte b : text) {
      if (SmallSymbol.code(b) == 0) {
        throw host.log()
            .fault(
                Kind.VALUE,
                Code.INVALID_INPUT,
                "byte is not allowed in Symbol",
                Values.u32(Byte.toUnsignedInt(b)));
      }
    }
  }

  private static Object index(Host host, HostArgs args) {
    LinearMemory memory = new LinearMemory(host, args.frame());
    byte[] wanted = Values.symbolText(args.value(0));
    long count = args.u32(2);
    host.budget().copy(8 * count);
    long found = -1;
    for (long i = 0; i < count; i++) {
      byte[] slice = memory.slice(args.u32(1), i);
      host.budget().charge(CostType.MEM_CMP, Math.min(wanted.length, slice.length));
      if (found < 0 && Arrays.equals(wanted, slice)) {
        found = i;
      }
    }
    if (found < 0) {
      throw host.log()
          .fault(
              Kind.VALUE,
              Code.MISSING_VALUE,
              "symbol not found in linear memory slices",
              args.value(0));
    }
    return Values.u32(found);
  }
}
