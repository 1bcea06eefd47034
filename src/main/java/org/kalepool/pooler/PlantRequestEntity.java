package org.kalepool.pooler;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code plant_requests}: a block for which a pooler wants plants. */
@Entity
@Table(name = "plant_requests")
@IdClass(PlantRequestEntity.Key.class)
@SqlResultSetMapping(
    name = "PlantRequest.Wish",
    classes =
        @ConstructorResult(
            targetClass = PlantRequestRepository.Wish.class,
            columns = {
              @ColumnResult(name = "capacity", type = Integer.class),
              @ColumnResult(name = "planted", type = long.class)
            }))
@NamedNativeQuery(
    name = "PlantRequest.wish",
    query =
        """
        select
          (select r.capacity from plant_requests r
           where r.pooler_id = :pooler and r.block_index = :block) as capacity,
          (select count(*) from pails p
           where p.pooler_id = :pooler and p.block_index = :block) as planted
        """,
    resultSetMapping = "PlantRequest.Wish")
class PlantRequestEntity {
  /** The newest wish of a pooler for a block. */
  @RegisterForReflection
  record Key(UUID poolerId, long blockIndex) {}

  @Id UUID poolerId;
  @Id long blockIndex;
  int capacity;
  Instant askedAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PlantRequestEntity() {}
}
