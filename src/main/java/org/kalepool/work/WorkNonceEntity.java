package org.kalepool.work;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.kalepool.kale.Hash;

/** A row of {@code work_nonces}: by which nonce a pooler has worked a pail, as it told. */
@Entity
@Table(name = "work_nonces")
@IdClass(WorkNonceEntity.Key.class)
@NamedNativeQuery(
    name = "WorkNonce.keep",
    query =
        """
        insert into work_nonces (farmer_id, block_index, zeros, nonce, hash, told_at)
        select :farmer, :block, :zeros, :nonce, :hash, :now
        where not exists (select 1 from works w
          where w.farmer_id = :farmer and w.block_index = :block and w.zeros = :zeros
            and w.nonce is not null)
        on conflict do nothing
        """)
class WorkNonceEntity {
  /** One is kept for each number of zeros. */
  @RegisterForReflection
  record Key(UUID farmerId, long blockIndex, int zeros) {}

  @Id UUID farmerId;
  @Id long blockIndex;
  @Id int zeros;

  /** Unsigned. */
  BigDecimal nonce;

  Hash hash;
  Instant toldAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected WorkNonceEntity() {}
}
