package org.kalepool.web;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Bounds the requests a minute, for each client address and for each token. Not a singleton but
 * behind a proxy: filters are made while a native binary is built, when no setting is known yet.
 */
@ApplicationScoped
public class RateLimit {
  // A client that is pushed out by others starts with a full bucket again: memory stays bounded.
  private static final int MAX_CLIENTS = 10_000;

  private final int perMinute;
  private final TimeMeter time;
  private final Map<String, Bucket> buckets = new Buckets();

  private static final class Buckets extends LinkedHashMap<String, Bucket> {
    private static final long serialVersionUID = 1;

    Buckets() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > MAX_CLIENTS;
    }
  }

  /**
   * @param perMinute {@code kale.http.requests-per-minute}; 0 sets no bound
   */
  RateLimit(
      Clock clock,
      @ConfigProperty(name = "kale.http.requests-per-minute", defaultValue = "600") int perMinute) {
    this.perMinute = perMinute;
    this.time = new InjectedTime(clock);
  }

  private record InjectedTime(Clock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      Instant now = clock.instant();
      return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }

  @ServerRequestFilter(preMatching = true)
  void limit(ContainerRequestContext context, HttpServerRequest request) {
    if (perMinute == 0) {
      return;
    }
    take("address " + request.remoteAddress().hostAddress());
    String token = context.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (token != null) {
      take("token " + HexFormat.of().formatHex(Token.hash(token)));
    }
  }

  int clients() {
    synchronized (buckets) {
      return buckets.size();
    }
  }

  /**
   * @throws ProblemException if the client has had its share
   */
  void take(String client) {
    Bucket bucket;
    synchronized (buckets) {
      bucket = buckets.computeIfAbsent(client, name -> bucket());
    }
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
      throw new ProblemException(
          ProblemKind.TOO_MANY_REQUESTS,
          "At most " + perMinute + " requests a minute.",
          List.of(),
          (int) seconds);
    }
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
        .withCustomTimePrecision(time)
        .build();
  }
}
