package org.kalepool.farmer;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;

/** A row of {@code payout_changes}. */
@Entity
@Table(name = "payout_changes")
class PayoutChangeEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;
  Address payout;

  /** The number in a muxed address, unsigned. */
  @Nullable BigDecimal payoutId;

  @Enumerated(EnumType.STRING)
  Memo.@Nullable Kind payoutMemoKind;

  @Nullable String payoutMemo;
  Instant askedAt;
  Instant dueAt;
  @Nullable Instant endedAt;

  @Enumerated(EnumType.STRING)
  PayoutChanges.@Nullable End endedAs;

  @Nullable String endedBy;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PayoutChangeEntity() {}

  PayoutChangeEntity(UUID farmerId, Destination payout, Instant askedAt, Instant dueAt) {
    this.farmerId = farmerId;
    this.payout = payout.account();
    this.payoutId = PayoutWallets.idColumn(payout);
    Memo memo = payout.memo();
    this.payoutMemoKind = memo == null ? null : memo.kind();
    this.payoutMemo = memo == null ? null : memo.value();
    this.askedAt = askedAt;
    this.dueAt = dueAt;
  }

  Destination destination() {
    return PayoutWallets.destination(payout, payoutId, payoutMemoKind, payoutMemo);
  }
}
