package org.kalepool.farmer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * A row of the view {@code farmer_payout_parts}: a pooler's part of a split, and the payment of
 * what it left owed.
 */
@Entity
@Immutable
@Table(name = "farmer_payout_parts")
@IdClass(FarmerPayoutPartView.Key.class)
class FarmerPayoutPartView {
  @Id UUID farmerId;
  @Id UUID poolerId;
  long earned;
  long poolerShare;
  long owed;
  long toPooler;
  long fromPooler;
  long withheld;

  /** Of what was withheld, what it has got since. */
  long late;

  long debt;
  long debtXlm;
  @Nullable String obstacle;
  @Nullable Boolean debtClaimable;
  @Nullable String debtHash;
  @Nullable Instant paidAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerPayoutPartView() {}

  /** What makes a row another one. */
  record Key(UUID farmerId, UUID poolerId) implements Serializable {}
}
