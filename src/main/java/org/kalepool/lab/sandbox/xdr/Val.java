package org.kalepool.lab.sandbox.xdr;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/** A contract value (SCVal): written as XDR, and shown as the engine shows it in an event log. */
public sealed interface Val {
  void write(XdrOut out);

  String text();

  default byte[] bytes() {
    XdrOut out = new XdrOut();
    write(out);
    return out.bytes();
  }

  /** Void. */
  static Val none() {
    return new Empty();
  }

  static Val i128(long value) {
    return new I128(BigInteger.valueOf(value));
  }

  static Val list(Val... items) {
    return new Items(List.of(items));
  }

  record Empty() implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(1);
    }

    @Override
    public String text() {
      return "Void";
    }
  }

  record Bool(boolean value) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(0).bool(value);
    }

    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  /** {@code Error(Contract, #code)}, an error of the contract's own. */
  record ContractFault(int code) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(2).int32(0).int32(code);
    }

    @Override
    public String text() {
      return "Error(Contract, #" + code + ")";
    }
  }

  /** An error of the engine's. */
  record HostFault(HostError error) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(2).int32(error.type()).int32(error.code());
    }

    @Override
    public String text() {
      return error.text();
    }
  }

  /** Any error by the numbers of SCErrorType and SCErrorCode; the first type is contracts' own. */
  record Fault(int type, int code) implements Val {
    private static final List<String> TYPES =
        List.of(
            "Contract",
            "WasmVm",
            "Context",
            "Storage",
            "Object",
            "Crypto",
            "Events",
            "Budget",
            "Value",
            "Auth");
    private static final List<String> CODES =
        List.of(
            "ArithDomain",
            "IndexBounds",
            "InvalidInput",
            "MissingValue",
            "ExistingValue",
            "ExceededLimit",
            "InvalidAction",
            "InternalError",
            "UnexpectedType",
            "UnexpectedSize");

    @Override
    public void write(XdrOut out) {
      out.int32(2).int32(type).int32(code);
    }

    @Override
    public String text() {
      String what = type == 0 ? "#" + Integer.toUnsignedString(code) : CODES.get(code);
      return "Error(" + TYPES.get(type) + ", " + what + ")";
    }
  }

  record U32(long value) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(3).uint32(value);
    }

    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  record U64(long value) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(5).int64(value);
    }

    @Override
    public String text() {
      return Long.toUnsignedString(value);
    }
  }

  record I64(long value) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(6).int64(value);
    }

    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  record I128(BigInteger value) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(10).int64(value.shiftRight(64).longValue()).int64(value.longValue());
    }

    @Override
    public String text() {
      return value.toString();
    }
  }

  record Bytes(String hex) implements Val {
    byte[] array() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public void write(XdrOut out) {
      out.int32(13).opaque(array());
    }

    @Override
    public String text() {
      return "Bytes(" + hex + ")";
    }
  }

  record Str(String value) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(14).string(value);
    }

    @Override
    public String text() {
      return '"' + value + '"';
    }
  }

  record Sym(String value) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(15).string(value);
    }

    @Override
    public String text() {
      return value;
    }
  }

  record Items(List<Val> items) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(16).int32(1).int32(items.size());
      items.forEach(item -> item.write(out));
    }

    @Override
    public String text() {
      return items.stream().map(Val::text).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  record Field(Val key, Val value) {}

  /** Fields in the order of their keys, as the engine demands. */
  record Fields(List<Field> fields) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(17).int32(1);
      writeFields(out);
    }

    public void writeFields(XdrOut out) {
      out.int32(fields.size());
      for (Field field : fields) {
        field.key.write(out);
        field.value.write(out);
      }
    }

    @Override
    public String text() {
      return fields.stream()
          .map(f -> f.key.text() + ": " + f.value.text())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  record Addr(Address value) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(18);
      XdrAddresses.writeScAddress(out, value);
    }

    @Override
    public String text() {
      return value.text();
    }
  }

  /** A contract's id as bytes, which the engine's log shows as an address. */
  record ContractId(Address value) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(13).opaque(value.bytes());
    }

    @Override
    public String text() {
      return value.text();
    }
  }

  /** A claimable balance as an address, which events name since Protocol 23. */
  record BalanceAddr(Hash id) implements Val {
    @Override
    public void write(XdrOut out) {
      out.int32(18).int32(3).int32(0).raw(id.bytes());
    }

    @Override
    public String text() {
      return "balance:" + id;
    }
  }

  /** A value of a kind that the sandbox only passes on. */
  record Other(String hex) implements Val {
    @Override
    public void write(XdrOut out) {
      out.raw(HexFormat.of().parseHex(hex));
    }

    @Override
    public String text() {
      return "Xdr(" + hex + ")";
    }
  }
}
