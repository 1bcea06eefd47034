package org.kalepool.stellar.rpc;

import org.kalepool.stellar.RpcException;

/** The call never left: it says nothing about the node. */
final class NotAskedException extends RpcException {
  private static final long serialVersionUID = 1L;

  NotAskedException(String message) {
    super(message);
  }

  NotAskedException(String message, Throwable cause) {
    super(message, cause);
  }
}
