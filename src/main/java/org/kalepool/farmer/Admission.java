package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.pooler.Poolers;

/**
 * Gives places and payout wallets to those who have paid, in the order in which their XLM is seen.
 */
@Singleton
final class Admission {
  private final FarmerRepository repository;
  private final Poolers poolers;
  private final StoredFarmers farmers;

  Admission(FarmerRepository repository, Poolers poolers, StoredFarmers farmers) {
    this.repository = repository;
    this.poolers = poolers;
    this.farmers = farmers;
  }

  /** What somebody who has paid still waits for. */
  enum WaitsFor {
    /** All places are taken. */
    ROOM("the pool had no room"),
    /**
     * A farmer with this payout wallet is here. Only who has paid learns that, and what was paid
     * goes to that wallet.
     */
    PAYOUT_WALLET("another farmer has this payout wallet"),
    /** As many vaults were made within a day as the pool makes. */
    ITS_TURN("its turn had not come");

    private final String whyLapsed;

    WaitsFor(String whyLapsed) {
      this.whyLapsed = whyLapsed;
    }

    String whyLapsed() {
      return whyLapsed;
    }
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
    if (!hasRoom(farmer.pooler())) {
      return Optional.of(WaitsFor.ROOM);
    }
    if (repository.isPayoutTaken(farmer.id())) {
      return Optional.of(WaitsFor.PAYOUT_WALLET);
    }
    farmers.move(farmer.id(), FarmerState.REGISTERED, FarmerState.FUNDED, by, why);
    return Optional.empty();
  }

  /**
   * Keeps others from taking the pooler's places until the caller's database transaction ends. Who
   * has not paid takes none.
   *
   * @return whether the pooler is active and has room for one farmer more
   */
  boolean hasRoom(UUID pooler) {
    return poolers.lockPlaces(pooler) > repository.placesTaken(pooler);
  }
}
