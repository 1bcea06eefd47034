package org.kalepool.farmer;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.persistence.TypedQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.StoredFarmers.Newcomer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;

/** The view {@code farmer_view}, with the payout wallets of {@code farmers}. */
@Singleton
class FarmerViewRepository implements PanacheRepositoryBase<FarmerViewEntity, UUID> {
  private static final String ROWS =
      "select v.id, v.seq, v.poolerId, v.custody, v.custodial, v.payout, f.payoutId, f.payoutMemoKind,"
          + " f.payoutMemo, v.state, v.stakePercentage, v.harvestInterval, v.createdAt"
          + " from FarmerViewEntity v join FarmerEntity f on f.id = v.id where ";

  /**
   * A farmer as it is stored.
   *
   * @param payoutId unsigned, null if the payout address is not muxed
   */
  @RegisterForReflection
  record Row(
      UUID id,
      long seq,
      UUID poolerId,
      FarmerCustody custody,
      Address custodial,
      Address payout,
      @Nullable BigDecimal payoutId,
      Memo.@Nullable Kind payoutMemoKind,
      @Nullable String payoutMemo,
      FarmerState state,
      int stakePercentage,
      int harvestInterval,
      Instant createdAt) {

    Newcomer newcomer() {
      return new Newcomer(farmer(), seq, createdAt);
    }

    Farmer farmer() {
      return new Farmer(
          id, poolerId, custody, custodial, destination(), state, stakePercentage, harvestInterval);
    }

    private Destination destination() {
      return PayoutWallets.destination(payout, payoutId, payoutMemoKind, payoutMemo);
    }
  }

  private TypedQuery<Row> rows(String where) {
    return getEntityManager().createQuery(ROWS + where, Row.class);
  }

  Optional<Row> row(UUID id) {
    return Optional.ofNullable(rows("v.id = :id").setParameter("id", id).getSingleResultOrNull());
  }

  /** In the order of registration. */
  List<Row> in(FarmerState state) {
    return rows("v.state = :state order by v.seq").setParameter("state", state).getResultList();
  }

  /** The next ones after this place, in the order of registration. */
  List<Row> in(FarmerState state, FarmerCustody custody, long after, int limit) {
    return rows("v.state = :state and v.custody = :custody and v.seq > :after order by v.seq"
            + " limit :limit")
        .setParameter("state", state)
        .setParameter("custody", custody)
        .setParameter("after", after)
        .setParameter("limit", limit)
        .getResultList();
  }
}
