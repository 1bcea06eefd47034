package org.kalepool.lab.sandbox.rpc;

import org.jspecify.annotations.Nullable;

/** A JSON-RPC error. */
final class RpcFault extends Exception {
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL = -32603;
  static final int PARSE = -32700;

  private static final long serialVersionUID = 1L;

  private final int code;
  private final @Nullable String data;

  RpcFault(int code, String message) {
    this(code, message, null);
  }

  RpcFault(int code, String message, @Nullable String data) {
    super(message, null, false, false);
    this.code = code;
    this.data = data;
  }

  int code() {
    return code;
  }

  @Nullable String data() {
    return data;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
