package org.kalepool.pooler;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code farmer_terms}. */
@Entity
@Immutable
@Table(name = "farmer_terms")
@NamedNativeQuery(
    name = "FarmerTerms.anyHasLess",
    query =
        "select exists (select 1 from unnest(cast(:farmers as uuid[])) as f"
            + " where terms_of(f, :moment) < :share)",
    resultClass = Boolean.class)
@NamedNativeQuery(
    name = "FarmerTerms.add",
    query =
        """
        insert into farmer_terms
          (farmer_id, pooler_id, joins, share_basis_points, valid_from, announced_at, by_whom, why)
        select f.id, :pooler, :joins, :share, :validFrom, :announcedAt, :by, :why
        from unnest(cast(:farmers as uuid[])) with ordinality as f (id, place)
        order by f.place\
        """)
class FarmerTermsEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;
  UUID poolerId;

  /** Whether the farmer's time with the pooler begins with it. */
  boolean joins;

  int shareBasisPoints;
  Instant validFrom;
  Instant announcedAt;
  String byWhom;
  String why;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerTermsEntity() {}
}
