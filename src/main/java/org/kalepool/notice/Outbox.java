package org.kalepool.notice;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.RandomId;
import org.kalepool.web.Json;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** Takes what is to be told, in the database transaction of whoever tells it. */
@Singleton
public final class Outbox {
  private final NoticeRepository notices;
  private final OperatorChannels operators;
  private final Json json;
  private final RandomGenerator random;
  private final Clock clock;

  Outbox(
      NoticeRepository notices,
      OperatorChannels operators,
      Json json,
      RandomGenerator random,
      Clock clock) {
    this.notices = notices;
    this.operators = operators;
    this.json = json;
    this.random = random;
    this.clock = clock;
  }

  /**
   * A notice to operators, and how its delivery goes.
   *
   * @param seq its place in the list
   * @param channel such as {@code operators slack}
   * @param lastError what went wrong last, null if nothing has
   */
  @RegisterForReflection
  @Schema(name = "OperatorNotice")
  public record Shown(
      long seq,
      UUID id,
      String channel,
      String kind,
      String title,
      NoticeState state,
      int attempts,
      Instant createdAt,
      @Nullable Instant endedAt,
      @Nullable String lastError) {}

  /** As it is sent; the key of the answers' names is that of the API. */
  @RegisterForReflection
  record Body(
      UUID id,
      String kind,
      String title,
      String text,
      Instant at,
      @Nullable UUID farmerId,
      Map<String, String> details) {}

  /**
   * Tells operators by each channel that the settings name; in the caller's transaction.
   *
   * @return by how many
   */
  public int toOperators(Notice notice) {
    List<String> names = operators.names();
    names.forEach(name -> add(name, notice));
    return names.size();
  }

  /** The channels by which operators are told. */
  public List<String> channelsOfOperators() {
    return operators.names();
  }

  /** What operators were told, newest first. */
  public Page<Shown> shown(Paging paging) {
    return Page.of(paging, notices.operators(paging.before(), paging.rows()), Shown::seq);
  }

  void add(String channel, Notice notice) {
    UUID id = RandomId.of(random);
    String body =
        json.write(
            new Body(
                id,
                notice.kind(),
                notice.title(),
                notice.text(),
                notice.at(),
                notice.farmer(),
                notice.details()));
    notices.persist(new NoticeEntity(id, channel, notice, body, clock.instant()));
  }
}
