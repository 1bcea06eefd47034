package org.kalepool.harvest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.kalepool.kale.Kale;

/** A row of {@code expected_rewards}: what the chain was computed to pay for a pail. */
@Entity
@Immutable
@Table(name = "expected_rewards")
@IdClass(ExpectedRewardEntity.Key.class)
class ExpectedRewardEntity {
  /** The pail. */
  @RegisterForReflection
  record Key(UUID farmerId, long blockIndex) {}

  @Id UUID farmerId;
  @Id long blockIndex;
  Kale stake;
  Kale reward;

  /** As of which it was computed. */
  long ledger;

  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected ExpectedRewardEntity() {}
}
