package org.kalepool.stellar.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects an answer's body up to a number of bytes; what is beyond is never read. */
final class BoundedBody implements BodySubscriber<BoundedBody.Bytes> {
  private final int most;
  private final boolean cut;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Bytes> body = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;

  /**
   * @param most bytes
   * @param cut whether a longer body is cut off there; otherwise it is an error
   */
  BoundedBody(int most, boolean cut) {
    this.most = most;
    this.cut = cut;
  }

  /**
   * @param whole false if the body was cut off
   */
  record Bytes(byte[] bytes, boolean whole) {}

  /** A body goes on where it should have ended. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(int most) {
      super("an answer of more than " + most + " bytes (kale.rpc.max-answer-bytes)");
    }
  }

  @Override
  public CompletionStage<Bytes> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription it) {
    subscription = it;
    it.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] part = new byte[Math.min(buffer.remaining(), most - bytes.size())];
      boolean over = part.length < buffer.remaining();
      buffer.get(part);
      bytes.writeBytes(part);
      if (over) {
        stop();
        return;
      }
    }
  }

  private void stop() {
    // the outcome first: to cancel may tell the exchange of a failure of its own
    if (cut) {
      body.complete(new Bytes(bytes.toByteArray(), false));
    } else {
      body.completeExceptionally(new TooLong(most));
    }
    Flow.Subscription running = subscription;
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(new Bytes(bytes.toByteArray(), true));
  }
}
