package org.kalepool.exit;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;
import org.kalepool.kale.Kale;

/** The columns of one pooler's part of a payout, planned or paid. */
@MappedSuperclass
abstract class PartColumns {
  @Id UUID poolerId;
  Kale earned;
  Kale poolerShare;
  Kale owed;
  Kale toPooler;
  Kale fromPooler;
  Kale debt;
  Kale withheld;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PartColumns() {}

  PartColumns(Split.Part part) {
    this.poolerId = part.pooler();
    this.earned = part.earned();
    this.poolerShare = part.share();
    this.owed = part.owed();
    this.toPooler = part.toPooler();
    this.fromPooler = part.fromPooler();
    this.debt = part.debt();
    this.withheld = part.withheld();
  }
}
