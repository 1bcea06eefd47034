package org.kalepool.stellar;

/** The RPC node answered with an error object: it was reached and refused this very call. */
public class RpcErrorException extends RpcException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public RpcErrorException(int code, String message) {
    super(message + " (" + code + ")");
    this.code = code;
  }

  /** JSON-RPC 2.0's code, such as -32602 for bad parameters. */
  public int code() {
    return code;
  }
}
