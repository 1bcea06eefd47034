package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * JSON-RPC over HTTP to one node, within limits: one deadline covers the wait for a turn, the
 * connection, the headers and the whole body, so that a node that stalls anywhere holds nobody for
 * longer. A connection that the node has closed while it lay idle is found out by the next call,
 * whose request then was not read: a read is repeated once at once, a send is not.
 */
public final class HttpRpcTransport implements RpcTransport, AutoCloseable {
  private static final String SEND = "sendTransaction";

  /** Methods whose answers carry a whole ledger behind the few fields that matter. */
  private static final Set<String> CUT = Set.of("getLatestLedger");

  private static final int CUT_BYTES = 1 << 16;

  private final ObjectMapper json;
  private final NodeAddress node;
  private final HttpLimits limits;
  private final HttpAnswers answers;
  private final Semaphore permits;
  private final Pacing pacing;
  private final HttpClient http;
  private final AtomicLong ids = new AtomicLong();

  public HttpRpcTransport(ObjectMapper json, NodeAddress node, HttpLimits limits, Clock clock) {
    this.json = json;
    this.node = node;
    this.limits = limits;
    this.answers = new HttpAnswers(json, node, clock, limits.maxBytes());
    this.permits = new Semaphore(limits.maxConcurrent(), true);
    this.pacing = new Pacing(limits.perSecond());
    this.http = HttpClient.newBuilder().connectTimeout(limits.timeout()).build();
  }

  @Override
  public String name() {
    return node.name();
  }

  @Override
  public JsonNode call(String method, @Nullable ObjectNode params) {
    String body = request(method, params);
    long deadline = System.nanoTime() + limits.timeout().toNanos();
    try {
      if (!permits.tryAcquire(left(deadline), TimeUnit.NANOSECONDS)) {
        throw new NotAskedException(method + ": too many calls at once (kale.rpc.max-concurrent)");
      }
      try {
        if (!pacing.await(left(deadline))) {
          throw new NotAskedException(
              method + ": too many calls a second (kale.rpc.requests-per-second)");
        }
        return answers.result(method, posted(method, body, deadline));
      } finally {
        permits.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAskedException(method + ": interrupted", e);
    }
  }

  private static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  private HttpResponse<BoundedBody.Bytes> posted(String method, String body, long deadline)
      throws InterruptedException {
    try {
      return post(method, body, deadline);
    } catch (IOException e) {
      if (method.equals(SEND) || !mayHaveLainIdle(e)) {
        throw failed(method, e);
      }
    }
    try {
      return post(method, body, deadline);
    } catch (IOException again) {
      throw failed(method, again);
    }
  }

  private HttpResponse<BoundedBody.Bytes> post(String method, String body, long deadline)
      throws IOException, InterruptedException {
    boolean cut = CUT.contains(method);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.url())
            .header("Content-Type", "application/json")
            // a packed answer cannot be cut off where it is to end
            .header("Accept-Encoding", cut ? "identity" : "gzip")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    node.headers().forEach(request::setHeader);
    int most = cut ? CUT_BYTES : limits.maxBytes();
    CompletableFuture<HttpResponse<BoundedBody.Bytes>> coming =
        http.sendAsync(request.build(), head -> new BoundedBody(most, cut));
    try {
      return coming.get(left(deadline), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new NodeFailedException(
          NodeTrouble.SLOW,
          method + ": " + node.name() + " did not answer within " + seconds() + " s",
          e);
    } catch (CancellationException e) {
      throw new IOException("the call was ended", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(reason(e.getCause()), e.getCause());
    } finally {
      // whatever ended the wait: the exchange must not go on behind it
      coming.cancel(true);
    }
  }

  private String seconds() {
    return Double.toString(limits.timeout().toMillis() / 1000.0);
  }

  private static boolean mayHaveLainIdle(IOException e) {
    return !(e instanceof ConnectException
        || e instanceof HttpTimeoutException
        || e instanceof UnknownHostException
        || e instanceof SSLException
        || tooLong(e));
  }

  /** The client wraps what the body's reader throws. */
  private static boolean tooLong(IOException e) {
    return e instanceof BoundedBody.TooLong || e.getCause() instanceof BoundedBody.TooLong;
  }

  private NodeFailedException failed(String method, IOException e) {
    if (tooLong(e)) {
      return new NodeFailedException(
          NodeTrouble.SENSELESS, method + ": " + node.name() + " gives " + reason(e), e);
    }
    return e instanceof HttpTimeoutException
        ? new NodeFailedException(
            NodeTrouble.SLOW,
            method + ": " + node.name() + " took no connection within " + seconds() + " s",
            e)
        : new NodeFailedException(
            NodeTrouble.UNREACHABLE,
            method + ": cannot reach " + node.name() + ": " + node.redacted(reason(e)),
            e);
  }

  private static String reason(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return "its name is not known";
      }
      if (cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return e instanceof ConnectException
        ? "connection refused"
        : e == null ? "unknown" : e.getClass().getSimpleName();
  }

  private String request(String method, @Nullable ObjectNode params) {
    ObjectNode request = json.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", ids.incrementAndGet()).put("method", method);
    if (params != null) {
      request.set("params", params);
    }
    try {
      return json.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree that cannot be written", e);
    }
  }

  /** Ends what is under way, and takes no more calls. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
