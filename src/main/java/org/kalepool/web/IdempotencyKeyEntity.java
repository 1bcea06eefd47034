package org.kalepool.web;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of {@code idempotency_keys}. */
@Entity
@Table(name = "idempotency_keys")
@IdClass(IdempotencyKeyEntity.Key.class)
class IdempotencyKeyEntity {
  @Id String scope;
  @Id byte[] keyHash;
  byte[] fingerprint;

  /** Null until the deed is done. */
  @Nullable Integer status;

  @Nullable String body;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected IdempotencyKeyEntity() {}

  /** The primary key. */
  static class Key implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    String scope;
    byte[] keyHash;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && scope.equals(key.scope)
          && Arrays.equals(keyHash, key.keyHash);
    }

    @Override
    public int hashCode() {
      return Objects.hash(scope, Arrays.hashCode(keyHash));
    }
  }
}
