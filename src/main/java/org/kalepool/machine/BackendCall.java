package org.kalepool.machine;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import jakarta.ws.rs.client.CompletionStageRxInvoker;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * One call to the backend. The REST client itself ends no exchange that somebody has given up, and
 * takes an answer of any length; so the answer is read here from the stream, and the connection is
 * cut when the time is up or the call is closed before the answer's end. The reading thread waits;
 * the clock is on the event loop.
 */
final class BackendCall implements AutoCloseable {
  private static final long STILL_CONNECTING_MS = 50;

  /** Of HTTP/2; HTTP/1.1 has none and closes the connection. */
  private static final long CANCEL = 8;

  private final Vertx vertx;
  private final String name;
  private final Consumer<BackendCall> over;
  private volatile String tooLate = "no answer within ";
  private volatile Duration limit;
  private volatile long endsAt;
  private long timer = -1;
  private volatile boolean late;
  private volatile boolean ended;
  private volatile boolean whole;
  private volatile @Nullable ResteasyReactiveClientRequestContext exchange;
  private final Object reading = new Object();
  private @Nullable Thread reader;
  private volatile boolean woken;
  private volatile CompletableFuture<Response> coming = new CompletableFuture<>();

  /**
   * @param name for messages: whom, and what
   * @param over hears of its end
   */
  BackendCall(Vertx vertx, String name, Duration limit, Consumer<BackendCall> over) {
    this.vertx = vertx;
    this.name = name;
    this.over = over;
    this.limit = limit;
    this.endsAt = System.nanoTime() + limit.toNanos();
  }

  /** Whom it asks, and what. */
  String name() {
    return name;
  }

  /** The exchange that it is made by. */
  void by(ResteasyReactiveClientRequestContext request) {
    exchange = request;
  }

  /** Sends it. */
  void begin(CompletionStageRxInvoker request, byte @Nullable [] body) {
    // asked for as Response, the body is not collected but stays a stream
    coming =
        (body == null
                ? request.get(Response.class)
                : request.post(
                    Entity.entity(body, MediaType.APPLICATION_JSON_TYPE), Response.class))
            .toCompletableFuture();
    onLoop(this::watch);
  }

  /** Something was heard of a stream: it may be silent so long again. */
  void heard(Duration more) {
    tooLate = "nothing is heard for ";
    limit = more;
    endsAt = System.nanoTime() + more.toNanos();
    onLoop(this::watch);
  }

  private long left() {
    return endsAt - System.nanoTime();
  }

  /** On the event loop, as all that has to do with the timer; it is set anew each time. */
  private void watch() {
    vertx.cancelTimer(timer);
    if (whole || ended) {
      return;
    }
    long left = left();
    if (left > 0) {
      timer = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(left) + 1, it -> watch());
    } else {
      late = true;
      cut();
    }
  }

  /** On the event loop, which alone says what there is to cut. */
  private void cut() {
    ResteasyReactiveClientRequestContext made = exchange;
    HttpClientRequest request = made == null ? null : made.unwrap(HttpClientRequest.class);
    if (request != null) {
      request.reset(CANCEL);
      wake();
    } else if (!coming.isDone()) {
      vertx.setTimer(STILL_CONNECTING_MS, it -> cut());
    }
  }

  /** Who waits for a head or a part that had come when the exchange was cut would wait for ever. */
  private void wake() {
    coming.completeExceptionally(new IOException("cut"));
    synchronized (reading) {
      if (reader != null) {
        woken = true;
        reader.interrupt();
      }
    }
  }

  /** The answer's head. */
  Response head() {
    try {
      return coming.get(Math.max(0, left()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      late = true;
      throw away("", e);
    } catch (ExecutionException e) {
      throw away(reason(e), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("interrupted", e);
    }
  }

  /**
   * The answer's body.
   *
   * @param most of bytes; a longer one is none
   */
  byte[] body(int most) {
    try {
      byte[] read = stream().readNBytes(most + 1);
      if (read.length > most) {
        throw away("an answer of more than " + most + " bytes", null);
      }
      whole = true;
      return read;
    } catch (IOException e) {
      throw away(e);
    }
  }

  /** The answer's body, for who reads it as it comes. */
  InputStream stream() {
    return new Body(head().readEntity(InputStream.class));
  }

  /** Reads until the exchange is cut. */
  private final class Body extends FilterInputStream {
    Body(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int most) throws IOException {
      synchronized (reading) {
        if (ended || late) {
          throw new IOException("cut");
        }
        reader = Thread.currentThread();
      }
      try {
        return super.read(to, from, most);
      } finally {
        synchronized (reading) {
          reader = null;
          if (woken) {
            // it was this call's own, and nobody else's
            Thread.interrupted();
          }
        }
      }
    }
  }

  /** What a failure to read the stream means. */
  BackendAwayException away(IOException failure) {
    if (failure instanceof InterruptedIOException && !woken) {
      Thread.currentThread().interrupt();
      return away("interrupted", failure);
    }
    return away(reason(failure), failure);
  }

  /** The backend cannot be spoken with; if its time is up or it was ended, for that reason. */
  BackendAwayException away(String what, @Nullable Throwable cause) {
    String why = what;
    if (ended) {
      why = "the call was ended";
    } else if (late) {
      why = tooLate + limit.toSeconds() + " s";
    }
    return new BackendAwayException(name + ": " + why, cause, Duration.ZERO);
  }

  private static String reason(Throwable failure) {
    String reason = failure.getClass().getSimpleName();
    // the innermost says most: each layer wraps what it was told
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return reason;
  }

  /** Cuts the connection, unless the answer was read to its end. */
  @Override
  public void close() {
    over.accept(this);
    boolean early = !whole;
    ended = true;
    onLoop(
        () -> {
          vertx.cancelTimer(timer);
          if (early) {
            cut();
          }
        });
  }

  private void onLoop(Runnable task) {
    try {
      vertx.runOnContext(it -> task.run());
    } catch (RejectedExecutionException e) {
      // the loop has ended, and all its connections with it
      coming.completeExceptionally(e);
    }
  }
}
