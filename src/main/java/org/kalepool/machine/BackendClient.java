package org.kalepool.machine;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.client.api.LoggingScope;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;
import org.jboss.resteasy.reactive.client.impl.ClientImpl;
import org.jboss.resteasy.reactive.client.impl.DefaultClientContext;
import org.jboss.resteasy.reactive.client.logging.DefaultClientLogger;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;
import org.jboss.resteasy.reactive.common.jaxrs.ConfigurationImpl;
import org.jboss.resteasy.reactive.common.providers.serialisers.ByteArrayMessageBodyHandler;
import org.jspecify.annotations.Nullable;

/**
 * Quarkus' REST client without the application that it usually runs in: its JAX-RS client, set up
 * here, with the key in each request's header. It follows no redirection, so that the key goes
 * nowhere else, and logs nothing.
 */
@RegisterForReflection(targets = ByteArrayMessageBodyHandler.class)
final class BackendClient implements AutoCloseable {
  private static final String AGENT = "kale-pool";
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
  private static final Duration CLEANED = Duration.ofSeconds(5);

  private final String authority;
  private final String bearer;
  private final Vertx vertx;
  private final Client client;
  private final WebTarget routes;
  private final Set<BackendCall> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Calls nobody yet.
   *
   * @param backend such as {@code https://pool.example}, with or without a slash at the end
   * @param key the pooler's (kp_…)
   * @param connect the most that a connection may take to come about
   */
  BackendClient(URI backend, String key, Duration connect) {
    String text = backend.toString();
    this.authority = backend.getAuthority();
    this.bearer = "Bearer " + key;
    this.vertx = SharedVertx.take();
    this.client = client(options(backend, ProxySelector.getDefault()), connect, vertx);
    this.routes = client.target((text.endsWith("/") ? text : text + "/") + "api/v1/pooler");
  }

  private static Client client(HttpClientOptions options, Duration connect, Vertx vertx) {
    ConfigurationImpl configuration = new ConfigurationImpl(RuntimeType.CLIENT);
    configuration.property(
        QuarkusRestClientProperties.CONNECT_TIMEOUT,
        (int) Math.min(Integer.MAX_VALUE, connect.toMillis()));
    ClientImpl client =
        new ClientImpl(
            options,
            configuration,
            new DefaultClientContext() {
              @Override
              public Supplier<Vertx> getVertx() {
                return () -> vertx;
              }
            },
            null,
            null,
            false,
            null,
            LoggingScope.NONE,
            new DefaultClientLogger(),
            AGENT,
            null,
            List.of());
    return client.register(new ByteArrayMessageBodyHandler()).register(new Known());
  }

  /** As the JDK's client has them: idle connections end after half a minute, proxies are asked. */
  static HttpClientOptions options(URI backend, @Nullable ProxySelector proxies) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
            .setPoolCleanerPeriod((int) CLEANED.toMillis());
    for (Proxy each : proxies == null ? List.<Proxy>of() : proxies.select(backend)) {
      if (each.type() == Proxy.Type.HTTP && each.address() instanceof InetSocketAddress at) {
        return options.setProxyOptions(
            new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(at.getHostString())
                .setPort(at.getPort()));
      }
    }
    return options;
  }

  /**
   * Begins a call.
   *
   * @param route the last part of its address
   * @param body null for a GET
   * @param limit from now to the last byte of the answer
   */
  BackendCall call(String route, byte @Nullable [] body, String accept, Duration limit) {
    BackendCall call = new BackendCall(vertx, authority + " " + route, limit, running::remove);
    running.add(call);
    try {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      call.begin(
          routes
              .path(route)
              .request(accept)
              .header(HttpHeaders.AUTHORIZATION, bearer)
              .header(HttpHeaders.USER_AGENT, AGENT)
              .property(Known.CALL, call)
              .rx(),
          body);
      return call;
    } catch (IllegalStateException | RejectedExecutionException e) {
      call.close();
      throw call.away("", e);
    }
  }

  /** Ends all calls. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    running.forEach(BackendCall::close);
    client.close();
    SharedVertx.give();
  }

  /** Tells a call by which exchange it is made. */
  private static final class Known implements ResteasyReactiveClientRequestFilter {
    static final String CALL = BackendCall.class.getName();

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
      ((BackendCall) request.getProperty(CALL)).by(request);
    }
  }
}
