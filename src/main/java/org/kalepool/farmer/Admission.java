package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.kalepool.db.Db;
import org.kalepool.pooler.Poolers;

/**
 * Gives places and payout wallets to those who have paid, in the order in which their XLM is seen.
 */
@Singleton
final class Admission {
  private final Db db;
  private final Poolers poolers;
  private final StoredFarmers farmers;

  Admission(Db db, Poolers poolers, StoredFarmers farmers) {
    this.db = db;
    this.poolers = poolers;
    this.farmers = farmers;
  }

  /** What somebody who has paid still waits for. */
  enum WaitsFor {
    /** All places are taken. */
    ROOM,
    /**
     * A farmer with this payout wallet is here. Only who has paid learns that, and what was paid
     * goes to that wallet.
     */
    PAYOUT_WALLET
  }

  /**
   * Takes a farmer in for whom enough XLM has come, in the caller's database transaction.
   *
   * @return empty if it is FUNDED now, or is not REGISTERED any more
   */
  Optional<WaitsFor> admit(Farmer farmer, String by, String why) {
    if (!farmers.isIn(farmer.id(), FarmerState.REGISTERED)) {
      return Optional.empty();
    }
    if (!poolers.reserve(farmer.pooler())) {
      return Optional.of(WaitsFor.ROOM);
    }
    if (isTaken(farmer)) {
      return Optional.of(WaitsFor.PAYOUT_WALLET);
    }
    farmers.move(farmer.id(), FarmerState.REGISTERED, FarmerState.FUNDED, by, why);
    return Optional.empty();
  }

  private boolean isTaken(Farmer farmer) {
    return db.one(
            """
            select 1 from farmers f join farmers o on o.payout = f.payout
              and o.payout_id is not distinct from f.payout_id
              and o.payout_memo_kind is not distinct from f.payout_memo_kind
              and o.payout_memo is not distinct from f.payout_memo
              and o.payout_proven = f.payout_proven
            where f.id = ? and o.id <> f.id and o.funded_at is not null and o.state <> 'DEPARTED'
            limit 1
            """,
            row -> true,
            farmer.id())
        .isPresent();
  }
}
