package org.kalepool.stellar.rpc;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;

/** A node could not be asked or gave no sensible answer, and this is what was wrong with it. */
public final class NodeFailedException extends RpcException {
  private static final long serialVersionUID = 1L;

  private final NodeTrouble trouble;
  private final @Nullable Duration retryAfter;

  public NodeFailedException(NodeTrouble trouble, String message) {
    this(trouble, message, null, null);
  }

  public NodeFailedException(NodeTrouble trouble, String message, @Nullable Throwable cause) {
    this(trouble, message, null, cause);
  }

  public NodeFailedException(
      NodeTrouble trouble,
      String message,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.trouble = trouble;
    this.retryAfter = retryAfter;
  }

  NodeTrouble trouble() {
    return trouble;
  }

  /** How long the node asked to be left alone, if it did. */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** What a failed call says about the node. */
  static NodeTrouble of(RpcException failure) {
    return switch (failure) {
      case NodeFailedException failed -> failed.trouble;
      case RpcErrorException refused -> NodeTrouble.FAILING;
      default -> NodeTrouble.UNREACHABLE;
    };
  }
}
