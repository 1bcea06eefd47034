package org.kalepool.exit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.kalepool.kale.Kale;

/** A row of {@code late_parts}: what a pooler got later of its share. */
@Entity
@Immutable
@Table(name = "late_parts")
@IdClass(LatePartEntity.Key.class)
class LatePartEntity {
  @Id long lateId;
  @Id UUID poolerId;
  Kale toPooler;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected LatePartEntity() {}

  LatePartEntity(long lateId, UUID poolerId, Kale toPooler) {
    this.lateId = lateId;
    this.poolerId = poolerId;
    this.toPooler = toPooler;
  }

  /** The primary key. */
  record Key(long lateId, UUID poolerId) implements Serializable {}
}
