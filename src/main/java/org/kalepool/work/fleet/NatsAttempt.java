package org.kalepool.work.fleet;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.kalepool.work.fleet.Broker.Trouble;
import org.kalepool.work.fleet.Broker.Trouble.Kind;

/** One connection to NATS from its beginning to its end. */
final class NatsAttempt implements ConnectionListener, ErrorListener {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BrokerAccess access;
  private final String name;
  private final Consumer<Trouble> told;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Exception cause;

  /**
   * @param told hears of what the broker does not let this side do
   */
  NatsAttempt(BrokerAccess access, String name, Consumer<Trouble> told) {
    this.access = access;
    this.name = name;
    this.told = told;
  }

  /** Waits for the connection's end. */
  void await() throws InterruptedException {
    ended.await();
  }

  Options options() {
    Options.Builder options =
        new Options.Builder()
            .connectionName(name)
            .noReconnect()
            .noEcho()
            .noResolveHostnames()
            .ignoreDiscoveredServers()
            .reportNoResponders()
            .connectionTimeout(PATIENCE)
            .pingInterval(PATIENCE)
            .connectionListener(this)
            .errorListener(this);
    access.addTo(options);
    return options.build();
  }

  @Override
  public void connectionEvent(Connection which, Events event) {
    if (event == Events.CLOSED || event == Events.DISCONNECTED) {
      ended.countDown();
    }
  }

  @Override
  public void errorOccurred(Connection which, String error) {
    if (error.toLowerCase(Locale.ROOT).contains("permissions violation")) {
      told.accept(
          new Trouble(
              Kind.REFUSED,
              "the broker at %s does not let this user do all it has to: %s"
                  .formatted(access.url(), error)));
    }
  }

  @Override
  public void exceptionOccurred(Connection which, Exception failure) {
    cause = failure;
  }

  Trouble trouble(Exception failure) {
    String where = "the broker at " + access.url();
    if (failure instanceof AuthenticationException) {
      return new Trouble(Kind.REFUSED, where + " refuses these credentials");
    }
    Throwable why = root(cause == null ? failure : cause);
    String text = String.valueOf(why.getMessage());
    if (why instanceof SSLException
        || why instanceof GeneralSecurityException
        || text.contains("SSL")) {
      return new Trouble(
          Kind.INSECURE,
          text.contains("SSL required")
              ? where + " demands TLS: write tls:// in its address"
              : where + " and this side do not agree on TLS: " + text);
    }
    if (failure instanceof IllegalArgumentException) {
      return new Trouble(Kind.REFUSED, String.valueOf(failure.getMessage()));
    }
    return new Trouble(Kind.AWAY, "nobody answers at " + access.url() + ": " + text);
  }

  private Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
