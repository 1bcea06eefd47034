package org.kalepool.farmer;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.LedgerClosed;
import org.kalepool.db.DatabaseFailures;
import org.kalepool.farmer.StoredFarmers.Newcomer;
import org.kalepool.kale.Kale;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.RpcException;
import org.kalepool.vault.Makings;
import org.kalepool.vault.SeenVault;
import org.kalepool.vault.Vault;
import org.kalepool.vault.VaultDeeds;
import org.kalepool.vault.VaultReadings;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Takes newcomers with a vault from their first deposit to their first block: REGISTERED until
 * enough KALE lies at the vault's address, FUNDED until the vault is there, then ACTIVE. Who made
 * it makes no difference. It looks at the chain, so it does not matter how often it looks, or
 * whether it was stopped in between.
 */
@Singleton
class VaultOnboarding implements Sweep {
  private static final Logger LOG = Logger.getLogger(VaultOnboarding.class);
  private static final String POOL = "pool";

  /** So many of each are looked at at a time, in turn. */
  private static final int A_LOOK = 200;

  private final StoredFarmers farmers;
  private final RegistrationLimits limits;
  private final VaultNewcomers newcomers;
  private final VaultReadings readings;
  private final VaultDeeds deeds;
  private final Makings makings;
  private final Tasks tasks;
  private final Duration every;

  /**
   * Where the last looks ended; a restart begins anew. Only the sweep, one at a time, uses them.
   */
  private volatile long registered;

  private volatile long funded;

  VaultOnboarding(
      StoredFarmers farmers,
      RegistrationLimits limits,
      VaultNewcomers newcomers,
      VaultReadings readings,
      VaultDeeds deeds,
      Makings makings,
      Tasks tasks,
      OnboardingSettings settings) {
    this.farmers = farmers;
    this.limits = limits;
    this.newcomers = newcomers;
    this.readings = readings;
    this.deeds = deeds;
    this.makings = makings;
    this.tasks = tasks;
    this.every = settings.onboardingInterval();
  }

  /**
   * What a look at the chain showed.
   *
   * @param farmer as it is after the look
   * @param seen its vault
   * @param missing KALE that is still missing
   * @param waitsFor what it waits for although enough has come, null for nothing
   * @param lapses when the registration lapses unless it joins before
   */
  record Look(
      Farmer farmer,
      SeenVault seen,
      Kale missing,
      Admission.@Nullable WaitsFor waitsFor,
      @Nullable Instant lapses) {}

  @Override
  public String name() {
    return "vault-onboarding";
  }

  @Override
  public Duration every() {
    return every;
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  @Override
  public void sweep() {
    List<Newcomer> looked =
        new ArrayList<>(
            farmers.in(FarmerState.REGISTERED, FarmerCustody.VAULT, registered, A_LOOK));
    registered = next(looked);
    List<Newcomer> paid = farmers.in(FarmerState.FUNDED, FarmerCustody.VAULT, funded, A_LOOK);
    funded = next(paid);
    looked.addAll(paid);
    if (looked.isEmpty()) {
      return;
    }
    try {
      Map<UUID, SeenVault> seen =
          readings.of(looked.stream().map(each -> each.farmer().id()).toList());
      List<Vault> missing = new ArrayList<>();
      for (Newcomer each : looked) {
        SeenVault vault = seen.get(each.farmer().id());
        if (vault != null && advanceAlone(each, vault)) {
          missing.add(vault.vault());
        }
      }
      deeds.make(missing);
    } catch (RpcException e) {
      LOG.warnf("newcomers with vaults wait, the network cannot be asked: %s", e.getMessage());
    }
  }

  private static long next(List<Newcomer> looked) {
    return looked.size() < A_LOOK ? 0 : looked.getLast().seq();
  }

  /** What the database refuses of one newcomer keeps none of the others waiting. */
  private boolean advanceAlone(Newcomer newcomer, SeenVault seen) {
    try {
      newcomers.advance(newcomer, seen, POOL);
      return !seen.isThere()
          && farmers
              .find(newcomer.farmer().id())
              .filter(it -> it.state() == FarmerState.FUNDED)
              .isPresent();
    } catch (PersistenceException e) {
      if (DatabaseFailures.unavailable(e).isPresent()) {
        throw e;
      }
      LOG.errorf(e, "farmer %s cannot be moved on", newcomer.farmer().id());
      return false;
    }
  }

  /**
   * Looks at one farmer's vault now, and moves it on if it can be.
   *
   * @throws RpcException if the network cannot be asked; nothing was changed then
   */
  Look look(Farmer farmer, String by) {
    SeenVault seen = readings.of(farmer.id()).orElseThrow(VaultOnboarding::lapsed);
    Newcomer before = farmers.newcomer(farmer.id()).orElseThrow(VaultOnboarding::lapsed);
    Optional<Admission.WaitsFor> waitsFor = newcomers.advance(before, seen, by);
    Newcomer after = farmers.newcomer(farmer.id()).orElseThrow(VaultOnboarding::lapsed);
    if (after.farmer().state() == FarmerState.FUNDED) {
      tasks.submit(name(), this::sweep);
    }
    return look(after, seen, waitsFor.orElse(null));
  }

  /** The same without moving anybody on. */
  Optional<Look> seen(Newcomer newcomer) {
    return readings.of(newcomer.farmer().id()).map(seen -> look(newcomer, seen, null));
  }

  private Look look(Newcomer newcomer, SeenVault seen, Admission.@Nullable WaitsFor waitsFor) {
    boolean waits = newcomer.farmer().state() == FarmerState.REGISTERED;
    boolean unmade = newcomer.farmer().state() == FarmerState.FUNDED && !seen.isThere();
    return new Look(
        newcomer.farmer(),
        seen,
        waits ? readings.missing(seen) : Kale.ZERO,
        unmade && makings.reached() ? Admission.WaitsFor.ITS_TURN : waitsFor,
        waits ? limits.lapses(newcomer.since()) : null);
  }

  private static ProblemException lapsed() {
    return new ProblemException(
        ProblemKind.REGISTRATION_LAPSED, "No KALE came in time. Ask again to bring it back.");
  }
}
