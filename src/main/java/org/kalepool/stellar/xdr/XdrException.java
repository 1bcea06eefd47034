package org.kalepool.stellar.xdr;

import org.kalepool.stellar.RpcException;

/** Something the network gave is not the XDR, or not the value, it should be. */
public final class XdrException extends RpcException {
  private static final long serialVersionUID = 1L;

  public XdrException(String message) {
    super(message);
  }

  public XdrException(String message, Throwable cause) {
    super(message, cause);
  }
}
