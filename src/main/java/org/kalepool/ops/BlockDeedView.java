package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code block_deeds}. */
@Entity
@Immutable
@Table(name = "block_deeds")
class BlockDeedView {
  @Id long id;
  long blockIndex;
  String custodial;
  String status;
  long stake;
  @Nullable String cause;
  @Nullable String debtor;
  @Nullable String plantHash;
  @Nullable Integer zeros;
  @Nullable Long gap;
  @Nullable String workHash;
  @Nullable String harvestStatus;
  @Nullable Long reward;
  @Nullable String harvestCause;
  @Nullable String harvestDebtor;
  @Nullable String harvestHash;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BlockDeedView() {}
}
