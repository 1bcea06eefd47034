package org.kalepool.lab.sandbox.host;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Module {@code i}: arithmetic of 256 bits; what does not fit is a fault, or nothing. */
final class BigNumberFunctions {
  private static final int BITS = 256;

  @FunctionalInterface
  private interface Operation {
    /** Null when there is no result, whatever the range. */
    @Nullable BigInteger of(BigInteger left, BigInteger right);
  }

  private BigNumberFunctions() {}

  static void add(HostFunctions.Table table) {
    both(table, "n", "v", "add", CostType.INT256_ADD_SUB, BigInteger::add, false);
    both(table, "o", "w", "sub", CostType.INT256_ADD_SUB, BigInteger::subtract, false);
    both(table, "p", "x", "mul", CostType.INT256_MUL, BigInteger::multiply, false);
    both(table, "q", "y", "div", CostType.INT256_DIV, BigNumberFunctions::divide, false);
    both(table, "r", "z", "rem_euclid", CostType.INT256_DIV, BigNumberFunctions::remainder, false);
    both(table, "s", "A", "pow", CostType.INT256_POW, BigNumberFunctions::power, true);
    shift(table, "t", "u256_shl", "U256Val", Tags.U256_OBJECT, true);
    shift(table, "u", "u256_shr", "U256Val", Tags.U256_OBJECT, false);
    shift(table, "B", "i256_shl", "I256Val", Tags.I256_OBJECT, true);
    shift(table, "C", "i256_shr", "I256Val", Tags.I256_OBJECT, false);
    checked(table, "H", "L", "add", CostType.INT256_ADD_SUB, BigInteger::add, false);
    checked(table, "I", "M", "sub", CostType.INT256_ADD_SUB, BigInteger::subtract, false);
    checked(table, "J", "N", "mul", CostType.INT256_MUL, BigInteger::multiply, false);
    checked(table, "K", "O", "pow", CostType.INT256_POW, BigNumberFunctions::power, true);
  }

  private static @Nullable BigInteger divide(BigInteger left, BigInteger right) {
    return right.signum() == 0 ? null : left.divide(right);
  }

  /** Never negative. MIN rem −1 overflows as its division does. */
  private static @Nullable BigInteger remainder(BigInteger left, BigInteger right) {
    if (right.signum() == 0) {
      return null;
    }
    BigInteger min = BigInteger.ONE.shiftLeft(BITS - 1).negate();
    if (left.equals(min) && right.equals(BigInteger.ONE.negate())) {
      return null;
    }
    return left.mod(right.abs());
  }

  private static @Nullable BigInteger power(BigInteger base, BigInteger exponent) {
    BigInteger size = base.abs();
    if (size.compareTo(BigInteger.ONE) <= 0) {
      boolean odd = exponent.testBit(0);
      return exponent.signum() == 0 ? BigInteger.ONE : odd ? base : size;
    }
    return exponent.bitLength() > 16 || exponent.intValue() > BITS
        ? null
        : base.pow(exponent.intValue());
  }

  private static boolean fits(BigInteger number, int tag) {
    return Tags.signed(tag)
        ? number.bitLength() < BITS
        : number.signum() >= 0 && number.bitLength() <= BITS;
  }

  private static void both(
      HostFunctions.Table table,
      String unsigned,
      String signed,
      String name,
      CostType cost,
      Operation operation,
      boolean small) {
    one(table, unsigned, "u256_" + name, "U256Val", Tags.U256_OBJECT, cost, operation, small);
    one(table, signed, "i256_" + name, "I256Val", Tags.I256_OBJECT, cost, operation, small);
  }

  private static void one(
      HostFunctions.Table table,
      String name,
      String longName,
      String type,
      int tag,
      CostType cost,
      Operation operation,
      boolean small) {
    String right = small ? "U32Val" : type;
    table.add(
        "i." + name,
        longName,
        type + "," + right + "->" + type,
        (host, args) -> {
          BigInteger result = result(host, args, tag, cost, operation);
          if (result == null) {
            throw overflow(host, args);
          }
          return Make.object(host, Values.number(tag, result));
        });
  }

  private static void checked(
      HostFunctions.Table table,
      String unsigned,
      String signed,
      String name,
      CostType cost,
      Operation operation,
      boolean small) {
    for (int tag : new int[] {Tags.U256_OBJECT, Tags.I256_OBJECT}) {
      boolean isSigned = Tags.signed(tag);
      String type = isSigned ? "I256Val" : "U256Val";
      table.add(
          "i." + (isSigned ? signed : unsigned),
          (isSigned ? "i256_checked_" : "u256_checked_") + name,
          type + "," + (small ? "U32Val" : type) + "->Val",
          26,
          (host, args) -> {
            BigInteger result = result(host, args, tag, cost, operation);
            return result == null ? Values.VOID : Make.object(host, Values.number(tag, result));
          });
    }
  }

  private static @Nullable BigInteger result(
      Host host, HostArgs args, int tag, CostType cost, Operation operation) {
    host.budget().charge(cost);
    HostValue right = args.value(1);
    BigInteger second =
        right.tag() == Tags.U32 ? BigInteger.valueOf(Values.u32(right)) : Values.number(right);
    BigInteger result = operation.of(Values.number(args.value(0)), second);
    return result != null && fits(result, tag) ? result : null;
  }

  private static HostFault overflow(Host host, HostArgs args) {
    return host.log()
        .fault(
            Kind.OBJECT, Code.ARITH_DOMAIN, "overflow has occurred", args.value(0), args.value(1));
  }

  /** Bits that leave to the left are lost. */
  private static void shift(
      HostFunctions.Table table, String name, String longName, String type, int tag, boolean left) {
    table.add(
        "i." + name,
        longName,
        type + ",U32Val->" + type,
        (host, args) -> {
          host.budget().charge(CostType.INT256_SHIFT);
          long by = args.u32(1);
          if (by >= BITS) {
            throw overflow(host, args);
          }
          BigInteger number = Values.number(args.value(0));
          BigInteger shifted = left ? number.shiftLeft((int) by) : number.shiftRight((int) by);
          byte[] bytes = ScValOut.fixed(shifted, BITS / 8);
          return Make.object(
              host,
              Values.number(
                  tag, Tags.signed(tag) ? new BigInteger(bytes) : new BigInteger(1, bytes)));
        });
  }
}
