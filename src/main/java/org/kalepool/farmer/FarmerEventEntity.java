package org.kalepool.farmer;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code farmer_events}. */
@Entity
@Immutable
@Table(name = "farmer_events")
@NamedNativeQuery(
    name = "FarmerEvent.holdRevived",
    query =
        """
        insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)
        select l.id, 'REGISTERED', 'SUSPENDED', 'restore',
          'back after a restore: what was done since the backup is not booked yet', r.at
        from lapsed_registrations l join audit r on r.what = 'restore' and r.at > l.lapsed_at
        where l.id = :id order by r.id desc limit 1""")
class FarmerEventEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  @Enumerated(EnumType.STRING)
  FarmerState fromState;

  @Enumerated(EnumType.STRING)
  FarmerState toState;

  String byWhom;
  String why;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerEventEntity() {}

  /** A change of state. */
  FarmerEventEntity(
      UUID farmerId, FarmerState from, FarmerState to, String byWhom, String why, Instant at) {
    this.farmerId = farmerId;
    this.fromState = from;
    this.toState = to;
    this.byWhom = byWhom;
    this.why = why;
    this.at = at;
  }
}
