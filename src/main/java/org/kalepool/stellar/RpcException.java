package org.kalepool.stellar;

import org.jspecify.annotations.Nullable;

/** The RPC node could not be asked, or did not answer sensibly; asking again later may help. */
public class RpcException extends RuntimeException {
  public RpcException(String message) {
    super(message);
  }

  public RpcException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
