package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.farmer.StoredFarmers.Newcomer;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.vault.SeenVault;
import org.kalepool.vault.VaultReadings;
import org.kalepool.vault.Vaults;

/** The steps of a newcomer with a vault: each by what the chain shows, under the farmer's lock. */
@Singleton
class VaultNewcomers {
  private static final Logger LOG = Logger.getLogger(VaultNewcomers.class);
  private static final String POOL = "pool";

  private final StoredFarmers farmers;
  private final RegistrationLimits limits;
  private final Admission admission;
  private final Vaults vaults;
  private final VaultReadings readings;

  VaultNewcomers(
      StoredFarmers farmers,
      RegistrationLimits limits,
      Admission admission,
      Vaults vaults,
      VaultReadings readings) {
    this.farmers = farmers;
    this.limits = limits;
    this.admission = admission;
    this.vaults = vaults;
    this.readings = readings;
  }

  /**
   * Moves a newcomer on by what was seen of its vault, if it can be.
   *
   * @return what the farmer waits for although enough has come
   */
  Optional<Admission.WaitsFor> advance(Newcomer newcomer, SeenVault seen, String by) {
    return QuarkusTransaction.requiringNew().call(() -> advanceLocked(newcomer, seen, by));
  }

  private Optional<Admission.WaitsFor> advanceLocked(Newcomer newcomer, SeenVault seen, String by) {
    Farmer farmer = newcomer.farmer();
    if (farmers.lock(farmer.id()).isEmpty()) {
      return Optional.empty();
    }
    Optional<Admission.WaitsFor> waitsFor = Optional.empty();
    if (readings.missing(seen).isZero()) {
      waitsFor = admission.admit(farmer, by, seen.kale() + " KALE arrived");
    }
    if (farmers.isIn(farmer.id(), FarmerState.FUNDED)) {
      farmers.seen(farmer.id());
      if (seen.isThere()) {
        join(farmer.id(), seen.ledger());
      }
    }
    if (farmers.isIn(farmer.id(), FarmerState.REGISTERED) && limits.isOver(newcomer.since())) {
      giveUp(farmer.id(), waitsFor);
    }
    return waitsFor;
  }

  /** The registration's life is over. Where enough lies there, the vault is made for its owner. */
  private void giveUp(UUID farmer, Optional<Admission.WaitsFor> waitsFor) {
    if (waitsFor.isEmpty()) {
      farmers.lapse(farmer);
      return;
    }
    farmers.move(
        farmer,
        FarmerState.REGISTERED,
        FarmerState.LEAVING,
        POOL,
        "the registration has lapsed, " + waitsFor.get().whyLapsed());
  }

  private void join(UUID farmer, long ledger) {
    vaults.made(farmer, ledger);
    farmers.move(farmer, FarmerState.FUNDED, FarmerState.ACTIVE, POOL, "the vault is there");
  }

  void settled(@Observes TransactionSettled event) {
    UUID farmer = event.request().farmer();
    if (event.request().action() != Action.MAKE_VAULT || farmer == null) {
      return;
    }
    switch (event.outcome()) {
      case Outcome.Landed landed -> join(farmer, landed.ledger());
      case Outcome.Failed failed ->
          LOG.warnf(
              "vault of farmer %s was not made: %s %s", farmer, failed.cause(), failed.detail());
      case Outcome.Refused refused ->
          LOG.warnf(
              "vault of farmer %s cannot be made: %s %s",
              farmer, refused.cause(), refused.detail());
    }
  }
}
