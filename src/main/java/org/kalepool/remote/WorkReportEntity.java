package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code work_reports}: what a pooler said of its work for a farmer in a block. */
@Entity
@Table(name = "work_reports")
@IdClass(WorkReportEntity.Key.class)
@NamedNativeQuery(
    name = "WorkReport.judge",
    query =
        """
        update work_reports r set false_claim = r.success and not exists (
          select 1 from landed_works w
          where w.farmer_id = r.farmer_id and w.block_index = r.block_index
            and (w.zeros is null or w.zeros >= coalesce(r.zeros, 0)))
        where r.false_claim is null
          and r.block_index in (select b.block_index from worked_blocks b)
        """)
class WorkReportEntity {
  /** One for each pail. */
  @RegisterForReflection
  record Key(UUID farmerId, long blockIndex) {}

  @Id UUID farmerId;
  @Id long blockIndex;
  UUID poolerId;
  boolean success;

  /** Unsigned. */
  @Nullable BigDecimal nonce;

  @Nullable String hash;
  @Nullable Integer zeros;
  @Nullable Long gap;
  @Nullable String transactionHash;
  @Nullable String error;
  boolean compensationRequired;
  Instant at;

  /** Null before the block's work is over. */
  @Nullable Boolean falseClaim;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected WorkReportEntity() {}
}
