package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serial;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code harvested_pails}. */
@Entity
@Immutable
@Table(name = "harvested_pails")
@IdClass(HarvestedPailView.Key.class)
class HarvestedPailView {
  @Id UUID farmerId;
  @Id long blockIndex;
  UUID poolerId;
  long openedTime;
  long stake;
  long reward;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected HarvestedPailView() {}

  /** One pail of a farmer in a block. */
  record Key(UUID farmerId, long blockIndex) implements Serializable {
    @Serial private static final long serialVersionUID = 1;
  }
}
