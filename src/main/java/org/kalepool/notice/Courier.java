package org.kalepool.notice;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kalepool.web.Json;

/** Brings one notice to its channel, in the form that is usual there. */
@Singleton
final class Courier {
  static final String ID = "Kale-Notice-Id";
  static final String TIMESTAMP = "Kale-Timestamp";
  static final String SIGNATURE = "Kale-Signature";

  /** What Discord takes. */
  private static final int LONGEST_DISCORD = 2_000;

  private final HttpSender http;
  private final Mails mails;
  private final Json json;
  private final Clock clock;

  @Inject
  Courier(Vertx vertx, Mails mails, Json json, Clock clock, NoticeSettings settings) {
    this(
        new HttpSender(
            vertx, HostAddresses.ofThisMachine(), settings.timeout(), settings.privateAddresses()),
        mails,
        json,
        clock);
  }

  Courier(HttpSender http, Mails mails, Json json, Clock clock) {
    this.http = http;
    this.mails = mails;
    this.json = json;
    this.clock = clock;
  }

  /** As Slack has it. */
  @RegisterForReflection
  private record Slack(String text) {}

  /** As Discord has it: whom the text seems to name is not called. */
  @RegisterForReflection
  private record Discord(String content, Map<String, List<String>> allowedMentions) {}

  /**
   * Tries once.
   *
   * @return why it was not taken; empty if it was
   */
  Optional<String> bring(NoticeRepository.Due notice, Channel channel) {
    return switch (channel) {
      case Channel.Webhook it -> signed(notice, it);
      case Channel.Slack it -> post(it.url(), new Slack(slack(notice)));
      case Channel.Discord it ->
          post(it.url(), new Discord(discord(notice), Map.of("parse", List.of())));
      case Channel.Email it ->
          mails.send(it.address(), notice.id(), notice.title(), notice.text() + it.ending());
      case Channel.Locked _ -> Optional.of("its key-encryption key is not configured");
    };
  }

  private Optional<String> signed(NoticeRepository.Due notice, Channel.Webhook to) {
    byte[] body = notice.body().getBytes(StandardCharsets.UTF_8);
    long now = clock.instant().getEpochSecond();
    return http.post(
        to.url(),
        to.trusted(),
        Map.of(
            ID, notice.id().toString(),
            TIMESTAMP, Long.toString(now),
            SIGNATURE, Signature.of(to.key(), now, body)),
        body);
  }

  private Optional<String> post(URI url, Object body) {
    return http.post(url, true, Map.of(), json.write(body).getBytes(StandardCharsets.UTF_8));
  }

  private static String slack(NoticeRepository.Due notice) {
    return "*" + escaped(notice.title()) + "*\n" + escaped(notice.text());
  }

  /** Slack takes these three for its own marks. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String discord(NoticeRepository.Due notice) {
    String text = "**" + notice.title() + "**\n" + notice.text();
    return text.length() <= LONGEST_DISCORD ? text : text.substring(0, LONGEST_DISCORD - 1) + "…";
  }
}
