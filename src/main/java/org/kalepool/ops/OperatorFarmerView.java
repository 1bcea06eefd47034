package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code operator_farmers}. */
@Entity
@Immutable
@Table(name = "operator_farmers")
class OperatorFarmerView {
  long seq;
  @Id UUID farmerId;
  UUID poolerId;
  String custodialWallet;
  String payoutWallet;
  String state;
  @Nullable Instant stateSince;
  @Nullable String stateBy;
  @Nullable String stateWhy;
  int stakePercentage;
  int harvestInterval;
  @Nullable String what;
  @Nullable Long books;
  @Nullable Long chain;
  @Nullable Long difference;
  @Nullable Instant foundAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected OperatorFarmerView() {}
}
