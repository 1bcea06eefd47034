package org.kalepool.webauth;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code used_challenges}. */
@Entity
@Table(name = "used_challenges")
@NamedNativeQuery(
    name = "UsedChallenge.add",
    query =
        """
        insert into used_challenges (hash, ends_at) values (:hash, :end)
        on conflict (hash) do nothing\
        """)
class UsedChallengeEntity {
  @Id byte[] hash;
  Instant endsAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected UsedChallengeEntity() {}
}
