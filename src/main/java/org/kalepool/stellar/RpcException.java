package org.kalepool.stellar;

import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Outage;

/** The RPC node could not be asked, or did not answer sensibly; asking again later may help. */
public class RpcException extends RuntimeException implements Outage {
  public RpcException(String message) {
    super(message);
  }

  public RpcException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
