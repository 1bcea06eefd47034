package org.kalepool.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;
import org.kalepool.settings.PositiveTime;

/** How the pool may be called. */
@ConfigMapping(prefix = "kale.http")
public interface HttpSettings {
  /** Networks of the proxies before the pool: only what these say of a client is believed. */
  Optional<List<@WithConverter(Cidr.Reader.class) Cidr>> trustedProxies();

  /** The one header in which they say it. */
  @WithDefault("X-Forwarded-For")
  @Pattern(
      regexp = "(?i)\\s*(X-Forwarded-For|Forwarded)\\s*",
      message = "must be X-Forwarded-For or Forwarded")
  String forwardedHeader();

  /** A minute, for each address without a good token; 0 sets no bound for anybody. */
  @WithDefault("60")
  @PositiveOrZero
  int requestsPerMinute();

  /** A minute, for each farmer and operator; 0 sets no bound. */
  @WithDefault("600")
  @PositiveOrZero
  int farmerRequestsPerMinute();

  /** A minute, for each pooler on a machine of its own; 0 sets no bound. */
  @WithDefault("60")
  @PositiveOrZero
  int poolerRequestsPerMinute();

  /** From one address; then it has to wait; 0 sets no bound. */
  @WithDefault("10")
  @PositiveOrZero
  int failedLogInsPerMinute();

  /** The longest body of a request; all of it is held until it is there. */
  @WithDefault("65536")
  @Range(min = 1, max = 1 << 30)
  long maxBodyBytes();

  /** Where clients reach the pool; without it places are named by their paths. */
  Optional<
          @Pattern(
              regexp = "\\s*https?://[A-Za-z0-9.\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?\\s*",
              message = "must be a URL such as https://pool.example")
          String>
      publicUrl();

  /** From the first byte of a request to the last. */
  @WithDefault("10s")
  @PositiveTime
  Duration requestTimeout();

  /** On each port; 0 sets no bound. */
  @WithDefault("64")
  @PositiveOrZero
  int connectionsPerAddress();

  /** Streams of events at once, of each role. */
  @WithDefault("200")
  @PositiveOrZero
  int maxEventListeners();

  /** Of one address, farmer or operator. */
  @WithDefault("5")
  @PositiveOrZero
  int maxEventListenersPerClient();

  /** How long an answer is given again. */
  @WithDefault("24h")
  @PositiveTime
  Duration idempotencyLife();
}
