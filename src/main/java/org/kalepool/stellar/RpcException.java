package org.kalepool.stellar;

/** The RPC node could not be asked, or did not answer sensibly; asking again later may help. */
public class RpcException extends RuntimeException {
  public RpcException(String message) {
    super(message);
  }

  public RpcException(String message, Throwable cause) {
    super(message, cause);
  }
}
