package org.kalepool.stellar;

/** Something the network gave is not the XDR, or not the value, it should be. */
final class XdrException extends RpcException {
  private static final long serialVersionUID = 1L;

  XdrException(String message) {
    super(message);
  }

  XdrException(String message, Throwable cause) {
    super(message, cause);
  }
}
