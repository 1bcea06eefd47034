package org.kalepool.batch;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.kalepool.kale.Address;

/** A row of {@code batch_channels}: an account of the pool's own that carries batches. */
@Entity
@Immutable
@Table(name = "batch_channels")
@NamedNativeQuery(
    name = "Channel.repaying",
    query =
        """
        select s.farmer_id from spare_lumens s
        where s.farmer_id in (:farmers) and s.spare >= :least
        """,
    resultClass = UUID.class)
@NamedNativeQuery(
    name = "Channel.failed",
    query =
        """
        select distinct d.farmer_id from deeds d
        where d.farmer_id in (:farmers) and d.block_index = :block and d.action = :action
          and d.state in ('FAILED', 'REFUSED')
        """,
    resultClass = UUID.class)
class ChannelEntity {
  /** From 1; the first ones are used. */
  @Id int number;

  Address account;
  Instant createdAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected ChannelEntity() {}

  ChannelEntity(int number, Address account, Instant now) {
    this.number = number;
    this.account = account;
    this.createdAt = now;
  }
}
