package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;

/** A contract call's arguments by type; a wrong one stops the call as the engine stops it. */
final class Args {
  private Args() {}

  static Address address(List<Val> args, int at) {
    if (get(args, at) instanceof Val.Addr(Address address)) {
      return address;
    }
    throw mismatch();
  }

  static BigInteger i128(List<Val> args, int at) {
    if (get(args, at) instanceof Val.I128(BigInteger number)) {
      return number;
    }
    throw mismatch();
  }

  static long u32(List<Val> args, int at) {
    if (get(args, at) instanceof Val.U32(long number)) {
      return number;
    }
    throw mismatch();
  }

  static long u64(List<Val> args, int at) {
    if (get(args, at) instanceof Val.U64(long number)) {
      return number;
    }
    throw mismatch();
  }

  static Hash hash(List<Val> args, int at) {
    if (get(args, at) instanceof Val.Bytes(String hex) && hex.length() == 64) {
      return Hash.ofHex(hex);
    }
    throw mismatch();
  }

  private static @Nullable Val get(List<Val> args, int at) {
    return at < args.size() ? args.get(at) : null;
  }

  private static HostTrap mismatch() {
    return new HostTrap(
        HostError.WASM_UNEXPECTED_TYPE,
        new Val.Str("the arguments are not of the types that the function takes"),
        "call");
  }
}
