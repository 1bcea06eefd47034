package org.kalepool.farmer;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code farmer_settings}; a farmer's newest is in force from the next block on. */
@Entity
@Immutable
@Table(name = "farmer_settings")
@NamedNativeQuery(
    name = "FarmerSetting.changes",
    query =
        """
        select count(*) as made, min(c.at) as oldest from (
          select at from farmer_settings
          where farmer_id = :farmer and by_whom = 'farmer' and at > :since
          union all
          select at from farmer_events
          where farmer_id = :farmer and by_whom = 'farmer' and at > :since
          union all
          select at from farmer_moves
          where farmer_id = :farmer and by_whom = 'farmer' and at > :since) c
        """,
    resultSetMapping = "FarmerSetting.Made")
@SqlResultSetMapping(
    name = "FarmerSetting.Made",
    classes =
        @ConstructorResult(
            targetClass = FarmerSettingRepository.Made.class,
            columns = {
              @ColumnResult(name = "made", type = long.class),
              @ColumnResult(name = "oldest", type = Instant.class)
            }))
class FarmerSettingEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;
  int stakePercentage;
  int harvestInterval;

  @Enumerated(EnumType.STRING)
  FarmWhen farmWhen;

  String byWhom;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerSettingEntity() {}

  /** What somebody has set. */
  FarmerSettingEntity(
      UUID farmerId,
      int stakePercentage,
      int harvestInterval,
      FarmWhen farmWhen,
      String byWhom,
      Instant at) {
    this.farmerId = farmerId;
    this.stakePercentage = stakePercentage;
    this.harvestInterval = harvestInterval;
    this.farmWhen = farmWhen;
    this.byWhom = byWhom;
    this.at = at;
  }
}
