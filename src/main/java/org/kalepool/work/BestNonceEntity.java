package org.kalepool.work;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.kalepool.kale.Hash;

/** A row of {@code best_nonces}: a find that is kept for a restart. */
@Entity
@Table(name = "best_nonces")
@IdClass(BestNonceEntity.Key.class)
@SqlResultSetMapping(
    name = "BestNonce.Kept",
    classes =
        @ConstructorResult(
            targetClass = BestNonceRepository.Kept.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "nonce", type = BigDecimal.class),
              @ColumnResult(name = "hash", type = Hash.class)
            }))
@NamedNativeQuery(
    name = "BestNonce.keep",
    // all farmers' in one statement
    query =
        """
        insert into best_nonces (farmer_id, block_index, nonce, hash, zeros, at)
        select f, :block, n, h, z, :now
        from unnest(:farmers, cast(:nonces as numeric[]), :hashes, :zeros) as found (f, n, h, z)
        on conflict (farmer_id, block_index, zeros) do update
          set nonce = excluded.nonce, hash = excluded.hash, at = excluded.at
        """)
@NamedNativeQuery(
    name = "BestNonce.kept",
    query =
        """
        select farmer_id, nonce, hash from best_nonces
        where block_index = :block and farmer_id = any (:farmers) order by farmer_id, zeros
        """,
    resultSetMapping = "BestNonce.Kept")
class BestNonceEntity {
  /** One is kept for each number of zeros. */
  @RegisterForReflection
  record Key(UUID farmerId, long blockIndex, int zeros) {}

  @Id UUID farmerId;
  @Id long blockIndex;
  @Id int zeros;

  /** Unsigned. */
  BigDecimal nonce;

  Hash hash;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BestNonceEntity() {}
}
