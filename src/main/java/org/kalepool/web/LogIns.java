package org.kalepool.web;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Log-ins that failed: logged, and slowed for each client address. Whose token was good lately is
 * not kept waiting by others at the same address.
 */
@Singleton
final class LogIns {
  private static final Logger LOG = Logger.getLogger(LogIns.class);
  private static final int MOST_ADDRESSES = 10_000;
  private static final int MOST_KNOWN = 10_000;

  private final @Nullable Buckets failures;
  private final Map<String, Client> known = Collections.synchronizedMap(new Known());

  private static final class Known extends LinkedHashMap<String, Client> {
    private static final long serialVersionUID = 1;

    Known() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Client> eldest) {
      return size() > MOST_KNOWN;
    }
  }

  LogIns(Clock clock, HttpSettings settings) {
    int perMinute = settings.failedLogInsPerMinute();
    this.failures = perMinute == 0 ? null : new Buckets(clock, perMinute, MOST_ADDRESSES);
  }

  /** Whose the token was when it was good last; that it still is has to be looked up. */
  Optional<Client> known(byte[] tokenHash) {
    return Optional.ofNullable(known.get(name(tokenHash)));
  }

  /**
   * Lets a token that is not known be tried.
   *
   * @throws ProblemException if too many from there were wrong
   */
  void mayTry(ClientAddress from) {
    int seconds = failures == null ? 0 : failures.wait(from.name());
    if (seconds > 0) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_REQUESTS,
          "Too many tokens from your address were wrong.",
          List.of(),
          seconds);
    }
  }

  void succeeded(byte[] tokenHash, Client owner) {
    known.put(name(tokenHash), owner);
  }

  void failed(byte[] tokenHash, ClientAddress from) {
    known.remove(name(tokenHash));
    int seconds = failures == null ? 0 : failures.take(from.name(), from.wider());
    LOG.warnf(
        "a log-in from %s failed: nobody's token%s",
        from.name(), seconds == 0 ? "" : "; others from there have to wait");
  }

  private static String name(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
