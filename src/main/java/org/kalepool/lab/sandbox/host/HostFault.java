package org.kalepool.lab.sandbox.host;

import org.kalepool.lab.sandbox.xdr.XdrOut;

/**
 * The error that a call ends with: a contract's own, or the host's by kind and code (SCErrorType,
 * SCErrorCode). It is an answer, not a defect, and has no stack trace.
 */
public final class HostFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** SCErrorType, in its order. */
  public enum Kind {
    CONTRACT("Contract"),
    WASM_VM("WasmVm"),
    CONTEXT("Context"),
    STORAGE("Storage"),
    OBJECT("Object"),
    CRYPTO("Crypto"),
    EVENTS("Events"),
    BUDGET("Budget"),
    VALUE("Value"),
    AUTH("Auth");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** SCErrorCode, in its order. */
  public enum Code {
    ARITH_DOMAIN("ArithDomain"),
    INDEX_BOUNDS("IndexBounds"),
    INVALID_INPUT("InvalidInput"),
    MISSING_VALUE("MissingValue"),
    EXISTING_VALUE("ExistingValue"),
    EXCEEDED_LIMIT("ExceededLimit"),
    INVALID_ACTION("InvalidAction"),
    INTERNAL_ERROR("InternalError"),
    UNEXPECTED_TYPE("UnexpectedType"),
    UNEXPECTED_SIZE("UnexpectedSize");

    private final String text;

    Code(String text) {
      this.text = text;
    }
  }

  private final Kind kind;
  private final int code;

  private HostFault(Kind kind, int code, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.code = code;
  }

  static HostFault of(Kind kind, Code code, String message) {
    return new HostFault(kind, code.ordinal(), message);
  }

  static HostFault ofNumbers(int kind, int code, String message) {
    return new HostFault(Kind.values()[kind], code, message);
  }

  /** An error of a contract's own, by its unsigned 32 bits. */
  public static HostFault contract(int code) {
    return new HostFault(Kind.CONTRACT, code, "failing with contract error");
  }

  public Kind kind() {
    return kind;
  }

  /** The contract's number, unsigned, or the ordinal of a {@link Code}. */
  public int code() {
    return code;
  }

  boolean is(Kind otherKind, Code otherCode) {
    return kind == otherKind && code == otherCode.ordinal();
  }

  /** {@code Kind:Code}, such as {@code Storage:MissingValue} or {@code Contract:7}. */
  public String text() {
    return kind.text
        + ":"
        + (kind == Kind.CONTRACT ? Integer.toUnsignedString(code) : Code.values()[code].text);
  }

  /** SCError as XDR. */
  public byte[] xdr() {
    return new XdrOut().int32(kind.ordinal()).int32(code).bytes();
  }
}
