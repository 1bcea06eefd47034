package org.kalepool.web;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code audit}. */
@Entity
@Immutable
@Table(name = "audit")
class AuditEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  String who;
  String what;
  @Nullable String target;
  @Nullable String detail;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected AuditEntity() {}

  AuditEntity(String who, Audit.Command command, Instant at) {
    this.who = who;
    this.what = command.what();
    this.target = command.target();
    this.detail = command.detail();
    this.at = at;
  }
}
