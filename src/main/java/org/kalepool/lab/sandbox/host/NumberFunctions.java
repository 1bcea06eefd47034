package org.kalepool.lab.sandbox.host;

import java.math.BigInteger;
import java.util.Arrays;

/** Module {@code i}: integers to 256 bits as objects and in pieces of 64 bits. */
final class NumberFunctions {
  private static final int PIECE = 64;

  private NumberFunctions() {}

  static void add(HostFunctions.Table table) {
    single(table, "_", "0", "obj_from_u64", "obj_to_u64", "u64->U64Object", Tags.U64_OBJECT);
    single(table, "1", "2", "obj_from_i64", "obj_to_i64", "i64->I64Object", Tags.I64_OBJECT);
    single(
        table,
        "D",
        "E",
        "timepoint_obj_from_u64",
        "timepoint_obj_to_u64",
        "u64->TimepointObject",
        Tags.TIMEPOINT_OBJECT);
    single(
        table,
        "F",
        "G",
        "duration_obj_from_u64",
        "duration_obj_to_u64",
        "u64->DurationObject",
        Tags.DURATION_OBJECT);
    pieces(table, "3", "obj_from_u128_pieces", "u64,u64->U128Object", Tags.U128_OBJECT);
    piece(table, "4", "obj_to_u128_lo64", "U128Object->u64", 0);
    piece(table, "5", "obj_to_u128_hi64", "U128Object->u64", 1);
    pieces(table, "6", "obj_from_i128_pieces", "i64,u64->I128Object", Tags.I128_OBJECT);
    piece(table, "7", "obj_to_i128_lo64", "I128Object->u64", 0);
    piece(table, "8", "obj_to_i128_hi64", "I128Object->i64", 1);
    pieces(table, "9", "obj_from_u256_pieces", "u64,u64,u64,u64->U256Object", Tags.U256_OBJECT);
    piece(table, "c", "obj_to_u256_hi_hi", "U256Object->u64", 3);
    piece(table, "d", "obj_to_u256_hi_lo", "U256Object->u64", 2);
    piece(table, "e", "obj_to_u256_lo_hi", "U256Object->u64", 1);
    piece(table, "f", "obj_to_u256_lo_lo", "U256Object->u64", 0);
    pieces(table, "g", "obj_from_i256_pieces", "i64,u64,u64,u64->I256Object", Tags.I256_OBJECT);
    piece(table, "j", "obj_to_i256_hi_hi", "I256Object->i64", 3);
    piece(table, "k", "obj_to_i256_hi_lo", "I256Object->u64", 2);
    piece(table, "l", "obj_to_i256_lo_hi", "I256Object->u64", 1);
    piece(table, "m", "obj_to_i256_lo_lo", "I256Object->u64", 0);
    bytes(table, "a", "u256_val_from_be_bytes", "BytesObject->U256Val", Tags.U256_OBJECT);
    bytes(table, "h", "i256_val_from_be_bytes", "BytesObject->I256Val", Tags.I256_OBJECT);
    toBytes(table, "b", "u256_val_to_be_bytes", "U256Val->BytesObject");
    toBytes(table, "i", "i256_val_to_be_bytes", "I256Val->BytesObject");
  }

  private static void single(
      HostFunctions.Table table,
      String from,
      String to,
      String fromName,
      String toName,
      String types,
      int tag) {
    String[] parts = types.split("->", -1);
    table.add(
        "i." + from,
        fromName,
        types,
        (host, args) ->
            Make.object(
                host,
                new HostValue.Num(
                    tag,
                    Tags.signed(tag)
                        ? BigInteger.valueOf(args.raw(0))
                        : Values.unsigned(args.raw(0)))));
    table.add(
        "i." + to,
        toName,
        parts[1] + "->" + parts[0],
        (host, args) -> {
          Make.visit(host);
          host.budget().copy(8);
          return Values.number(args.value(0)).longValue();
        });
  }

  /** The highest piece comes first and has the sign. */
  private static void pieces(
      HostFunctions.Table table, String name, String longName, String types, int tag) {
    int count = Tags.bits(tag) / PIECE;
    table.add(
        "i." + name,
        longName,
        types,
        (host, args) -> {
          BigInteger number =
              Tags.signed(tag) ? BigInteger.valueOf(args.raw(0)) : Values.unsigned(args.raw(0));
          for (int i = 1; i < count; i++) {
            number = number.shiftLeft(PIECE).or(Values.unsigned(args.raw(i)));
          }
          return Make.object(host, new HostValue.Num(tag, number));
        });
  }

  private static void piece(
      HostFunctions.Table table, String name, String longName, String types, int at) {
    table.add(
        "i." + name,
        longName,
        types,
        (host, args) -> {
          Make.visit(host);
          return Values.number(args.value(0)).shiftRight(at * PIECE).longValue();
        });
  }

  private static void bytes(
      HostFunctions.Table table, String name, String longName, String types, int tag) {
    table.add(
        "i." + name,
        longName,
        types,
        (host, args) -> {
          Make.visit(host);
          String what = tag == Tags.U256_OBJECT ? "U256 bytes" : "I256 bytes";
          byte[] bytes = host.crypto().requireLength(what, args.blob(0), 32);
          BigInteger number = Tags.signed(tag) ? new BigInteger(bytes) : new BigInteger(1, bytes);
          return Make.object(host, Values.number(tag, number));
        });
  }

  private static void toBytes(
      HostFunctions.Table table, String name, String longName, String types) {
    table.add(
        "i." + name,
        longName,
        types,
        (host, args) ->
            Make.bytes(host, Arrays.copyOf(ScValOut.fixed(Values.number(args.value(0)), 32), 32)));
  }
}
