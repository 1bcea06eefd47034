package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
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
    name = "EarnedByTerms.share",
    query = "select pooler_share(:farmer)",
    resultClass = Long.class)
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
