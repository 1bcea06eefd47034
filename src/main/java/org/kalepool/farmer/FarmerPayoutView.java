package org.kalepool.farmer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code farmer_payouts}: a split. */
@Entity
@Immutable
@Table(name = "farmer_payouts")
class FarmerPayoutView {
  @Id UUID farmerId;
  long earned;
  long poolerShare;
  long owed;
  long toPooler;
  long fromPooler;
  long toFarmer;
  long xlmToFarmer;
  boolean claimable;
  long claimReserve;
  long advance;
  String transactionHash;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerPayoutView() {}
}
