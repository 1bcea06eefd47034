package org.kalepool.notice;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Posts to webhooks. A farmer's may only be where everybody could reach it: the addresses of its
 * host are looked at, and to one that was looked at the connection is made, so that a name that
 * changes its address between the two leads nowhere else. No redirect is followed, and of the
 * answer only its status is read.
 */
final class HttpSender {
  private final HttpClient client;
  private final HostAddresses hosts;
  private final Duration timeout;
  private final boolean privateAddresses;

  /**
   * @param privateAddresses whether whoever is not trusted may call inner networks, and by HTTP
   */
  HttpSender(Vertx vertx, HostAddresses hosts, Duration timeout, boolean privateAddresses) {
    this(vertx.createHttpClient(options(timeout)), hosts, timeout, privateAddresses);
  }

  HttpSender(HttpClient client, HostAddresses hosts, Duration timeout, boolean privateAddresses) {
    this.client = client;
    this.hosts = hosts;
    this.timeout = timeout;
    this.privateAddresses = privateAddresses;
  }

  /** Who receives shows a certificate for the host, by somebody whom this machine trusts. */
  static HttpClientOptions options(Duration timeout) {
    int millis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
    return new HttpClientOptions()
        .setKeepAlive(false)
        .setConnectTimeout(millis)
        .setIdleTimeout(millis)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxRedirects(0)
        .setVerifyHost(true);
  }

  /**
   * Posts JSON.
   *
   * @param trusted whether an operator has named the place
   * @return why it was not taken, in words without the URL; empty if it was
   */
  Optional<String> post(URI url, boolean trusted, Map<String, String> headers, byte[] body) {
    boolean anywhere = trusted || privateAddresses;
    if (!anywhere && !"https".equals(url.getScheme())) {
      return Optional.of("the URL is not https");
    }
    String host = url.getHost();
    if (host == null) {
      return Optional.of("the URL names no host");
    }
    try {
      InetAddress address = address(host, anywhere);
      return address == null
          ? Optional.of("the host's address is not a public one")
          : answer(send(url, address, headers, body));
    } catch (UnknownHostException e) {
      return Optional.of("the host has no address");
    }
  }

  /** Null if one of them, and so perhaps the next one asked for, is no public one. */
  private @Nullable InetAddress address(String host, boolean anywhere) throws UnknownHostException {
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    List<InetAddress> all = hosts.of(name);
    return anywhere || all.stream().allMatch(PublicAddress::is) ? all.getFirst() : null;
  }

  private Future<Integer> send(
      URI url, InetAddress address, Map<String, String> headers, byte[] body) {
    boolean tls = "https".equals(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setHost(url.getHost())
            .setPort(port)
            .setSsl(tls)
            .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
            .setTimeout(timeout.toMillis())
            .setFollowRedirects(false);
    return client.request(options).compose(request -> status(request, headers, body));
  }

  private static Future<Integer> status(
      HttpClientRequest request, Map<String, String> headers, byte[] body) {
    request.putHeader("Content-Type", "application/json");
    request.putHeader("User-Agent", "kale-pool");
    headers.forEach(request::putHeader);
    return request
        .send(Buffer.buffer(body))
        .map(response -> response.statusCode())
        .onComplete(answered -> request.connection().close());
  }

  private Optional<String> answer(Future<Integer> sent) {
    try {
      int status =
          sent.toCompletionStage()
              .toCompletableFuture()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return status / 100 == 2
          ? Optional.empty()
          : Optional.of(
              "the receiver answered " + status + (status / 100 == 3 ? ", not followed" : ""));
    } catch (TimeoutException e) {
      return Optional.of("there was no answer within " + timeout.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Optional.of(
          certificate(cause)
              ? "the receiver's certificate is not for this host, has expired, or is by nobody"
                  + " whom the pool's machine trusts"
              : "the receiver cannot be reached: " + cause.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the pool is stopping");
    }
  }

  private static boolean certificate(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(CertificateException.class::isInstance);
  }
}
