package org.kalepool.notice;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code notices}. */
@Entity
@Table(name = "notices")
class NoticeEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long seq;

  UUID id;
  String channel;
  @Nullable UUID farmerId;
  String kind;
  String title;
  String text;
  String body;

  @Enumerated(EnumType.STRING)
  NoticeState state;

  int attempts;
  Instant createdAt;
  Instant nextAt;
  @Nullable Instant endedAt;
  @Nullable String lastError;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected NoticeEntity() {}

  NoticeEntity(UUID id, String channel, Notice notice, String body, Instant now) {
    this.id = id;
    this.channel = channel;
    this.farmerId = notice.farmer();
    this.kind = notice.kind();
    this.title = notice.title();
    this.text = notice.text();
    this.body = body;
    this.state = NoticeState.WAITING;
    this.createdAt = now;
    this.nextAt = now;
  }
}
