package org.kalepool.farmer;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code lapsed_registrations}, as far as HQL reads it. */
@Entity
@Immutable
@Table(name = "lapsed_registrations")
@NamedNativeQuery(
    name = "LapsedRegistration.add",
    query =
        """
        insert into lapsed_registrations (seq, id, pooler_id, lapsed_at, share_basis_points,
          stake_percentage, harvest_interval, payout_proven, custodial, payout, token_hash,
          payout_id, payout_memo_kind, payout_memo, custody, payout_contract)
        select f.seq, f.id, f.pooler_id, :now, terms_of(f.id, :now), v.stake_percentage,
          v.harvest_interval, f.payout_proven, :custodial, :payout, f.token_hash, f.payout_id,
          f.payout_memo_kind, f.payout_memo, f.custody, f.payout like 'C%'
        from farmers f join farmer_view v on v.id = f.id where f.id = :id""")
@NamedNativeQuery(
    name = "LapsedRegistration.lock",
    query =
        "select custody, custodial, payout, payout_contract, lapsed_at from lapsed_registrations"
            + " where id = :id for update",
    resultSetMapping = "LapsedRegistration.Kept")
@SqlResultSetMapping(
    name = "LapsedRegistration.Kept",
    classes =
        @ConstructorResult(
            targetClass = LapsedRepository.Kept.class,
            columns = {
              @ColumnResult(name = "custody", type = String.class),
              @ColumnResult(name = "custodial", type = byte[].class),
              @ColumnResult(name = "payout", type = byte[].class),
              @ColumnResult(name = "payout_contract", type = boolean.class),
              @ColumnResult(name = "lapsed_at", type = Instant.class)
            }))
class LapsedRegistrationEntity {
  @Id long seq;
  UUID id;
  Instant lapsedAt;
  int stakePercentage;
  int harvestInterval;

  @Enumerated(EnumType.STRING)
  FarmerCustody custody;

  /** The 32 bytes of the account's key, or of the vault's id. */
  byte[] custodial;

  byte[] tokenHash;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected LapsedRegistrationEntity() {}
}
