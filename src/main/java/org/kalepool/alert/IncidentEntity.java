package org.kalepool.alert;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code incidents}. */
@Entity
@Table(name = "incidents")
class IncidentEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Enumerated(EnumType.STRING)
  Rule rule;

  String subject;
  String title;
  String detail;
  Instant openedAt;
  @Nullable Instant toldAt;
  @Nullable Instant endedAt;
  @Nullable Instant silencedUntil;
  @Nullable String silencedBy;
  @Nullable String silencedWhy;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected IncidentEntity() {}

  IncidentEntity(Findings.Cause cause, Findings.Finding finding, Instant now) {
    this.rule = cause.rule();
    this.subject = cause.subject();
    this.title = finding.title();
    this.detail = finding.detail();
    this.openedAt = now;
  }

  boolean isSilent(Instant now) {
    return silencedUntil != null && silencedUntil.isAfter(now);
  }

  Findings.Cause cause() {
    return new Findings.Cause(rule, subject);
  }
}
