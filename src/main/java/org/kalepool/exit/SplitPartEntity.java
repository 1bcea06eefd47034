package org.kalepool.exit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.kalepool.kale.Xlm;

/** A row of {@code split_parts}: a pooler's part of a farmer's payout. */
@Entity
@Immutable
@Table(name = "split_parts")
@IdClass(SplitPartEntity.Key.class)
class SplitPartEntity extends PartColumns {
  @Id UUID farmerId;

  /** XLM that it owes on, since its wallet has carried the payout. */
  Xlm debtXlm;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected SplitPartEntity() {}

  SplitPartEntity(UUID farmerId, Split.Part part, Xlm debtXlm) {
    super(part);
    this.farmerId = farmerId;
    this.debtXlm = debtXlm;
  }

  /** The primary key. */
  record Key(UUID farmerId, UUID poolerId) implements Serializable {}
}
