package org.kalepool.books;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.kalepool.kale.Kale;

/**
 * A row of {@code earned_by_terms}, which a trigger keeps with each harvest: what a farmer has
 * earned with a pooler under one share of that one's.
 */
@Entity
@Immutable
@Table(name = "earned_by_terms")
@IdClass(EarnedByTermsEntity.Key.class)
@NamedNativeQuery(
    name = "EarnedByTerms.parts",
    query =
        """
        select w.pooler_id, cast(coalesce(e.earned, 0) as bigint) as earned,
          cast(coalesce(e.share, 0) as bigint) as share,
          cast(coalesce(b.balance, 0) as bigint) as owed
        from farmer_poolers w
        left join lateral pooler_shares(w.farmer_id, w.pooler_id) e on true
        left join account_balances b on b.asset = 'KALE'
          and b.account = 'owed:' || w.farmer_id || ':' || w.pooler_id
        where w.farmer_id = :farmer order by w.place
        """,
    resultSetMapping = "EarnedByTerms.Part")
@SqlResultSetMapping(
    name = "EarnedByTerms.Part",
    classes =
        @ConstructorResult(
            targetClass = Books.Part.class,
            columns = {
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "earned", type = Kale.class),
              @ColumnResult(name = "share", type = Kale.class),
              @ColumnResult(name = "owed", type = Kale.class)
            }))
class EarnedByTermsEntity {
  @Id UUID farmerId;
  @Id UUID poolerId;
  @Id short shareBasisPoints;
  Kale earned;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected EarnedByTermsEntity() {}

  /** The primary key. */
  record Key(UUID farmerId, UUID poolerId, short shareBasisPoints) implements Serializable {}
}
