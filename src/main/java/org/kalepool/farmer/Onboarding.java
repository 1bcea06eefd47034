package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.LedgerClosed;
import org.kalepool.db.DatabaseFailures;
import org.kalepool.farmer.StoredFarmers.Newcomer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Takes newcomers with an account of the pool's from their first XLM to their first block:
 * REGISTERED until there is enough XLM, FUNDED until the trustline is open, then ACTIVE. Who does
 * not pay lapses; who pays too little, or for whom there is no room, is given its XLM back when the
 * registration's life is over. It looks at the chain, so it does not matter how often it looks, or
 * whether it was stopped in between.
 */
@Singleton
class Onboarding implements Sweep {
  private static final Logger LOG = Logger.getLogger(Onboarding.class);
  private static final String POOL = "pool";

  /**
   * How many registrations are looked at at a time, in turn: that many may wait is an attack, which
   * must not have the node asked for all of them in each ledger.
   */
  private static final int REGISTRATIONS_A_LOOK = 200;

  private final StoredFarmers farmers;
  private final RegistrationLimits limits;
  private final Admission admission;
  private final Chain chain;
  private final Trustlines trustlines;
  private final FundingNeed need;
  private final Tasks tasks;
  private final Duration every;

  /** Where the last look ended; a restart begins anew. Only the sweep, one at a time, uses it. */
  private volatile long cursor;

  Onboarding(
      StoredFarmers farmers,
      RegistrationLimits limits,
      Admission admission,
      Chain chain,
      Trustlines trustlines,
      FundingNeed need,
      Tasks tasks,
      OnboardingSettings settings) {
    this.farmers = farmers;
    this.limits = limits;
    this.admission = admission;
    this.chain = chain;
    this.trustlines = trustlines;
    this.need = need;
    this.tasks = tasks;
    this.every = settings.onboardingInterval();
  }

  /**
   * What a look at the chain showed.
   *
   * @param farmer as it is after the look
   * @param holdings null if the account does not exist
   * @param missing XLM that is still missing
   * @param waitsFor what it waits for although it has paid, null for nothing
   * @param lapses when it lapses, or is given back what it has paid, unless it joins before
   */
  record Look(
      Farmer farmer,
      @Nullable Holdings holdings,
      Xlm missing,
      Admission.@Nullable WaitsFor waitsFor,
      @Nullable Instant lapses) {}

  @Override
  public String name() {
    return "onboarding";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void sweep() {
    FarmerCustody custodial = FarmerCustody.CUSTODIAL;
    List<Newcomer> looked =
        new ArrayList<>(
            farmers.in(FarmerState.REGISTERED, custodial, cursor, REGISTRATIONS_A_LOOK));
    cursor = looked.size() < REGISTRATIONS_A_LOOK ? 0 : looked.getLast().seq();
    looked.addAll(farmers.in(FarmerState.FUNDED, custodial, 0, Integer.MAX_VALUE));
    if (looked.isEmpty()) {
      return;
    }
    try {
      NetworkTerms terms = chain.terms();
      Map<Address, Holdings> holdings =
          chain.holdings(looked.stream().map(each -> each.farmer().custodial()).toList());
      for (Newcomer each : looked) {
        advanceAlone(each, holdings.get(each.farmer().custodial()), terms);
      }
    } catch (RpcException e) {
      LOG.warnf("newcomers wait, the network cannot be asked: %s", e.getMessage());
    }
  }

  /** What the database refuses of one newcomer keeps none of the others waiting. */
  private void advanceAlone(Newcomer newcomer, @Nullable Holdings held, NetworkTerms terms) {
    try {
      advance(newcomer, held, terms, POOL);
    } catch (PersistenceException e) {
      if (DatabaseFailures.unavailable(e).isPresent()) {
        throw e;
      }
      LOG.errorf(e, "farmer %s cannot be moved on", newcomer.farmer().id());
    }
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  /**
   * Looks at one farmer's account now, and moves it on if it can be.
   *
   * @throws RpcException if the network cannot be asked; nothing was changed then
   */
  Look look(Farmer farmer, String by) {
    NetworkTerms terms = chain.terms();
    Holdings held = chain.holdings(List.of(farmer.custodial())).get(farmer.custodial());
    Newcomer before = farmers.newcomer(farmer.id()).orElseThrow(Onboarding::lapsed);
    Optional<Admission.WaitsFor> waitsFor = advance(before, held, terms, by);
    Newcomer after = farmers.newcomer(farmer.id()).orElseThrow(Onboarding::lapsed);
    return new Look(
        after.farmer(),
        held,
        need.missing(held, terms),
        waitsFor.orElse(null),
        after.farmer().state() == FarmerState.REGISTERED ? limits.lapses(after.since()) : null);
  }

  private static ProblemException lapsed() {
    return new ProblemException(
        ProblemKind.REGISTRATION_LAPSED, "No XLM came in time. Ask again to bring it back.");
  }

  /**
   * @return what the farmer waits for although it has paid
   */
  private Optional<Admission.WaitsFor> advance(
      Newcomer newcomer, @Nullable Holdings held, NetworkTerms terms, String by) {
    return QuarkusTransaction.requiringNew().call(() -> advanceLocked(newcomer, held, terms, by));
  }

  private Optional<Admission.WaitsFor> advanceLocked(
      Newcomer newcomer, @Nullable Holdings held, NetworkTerms terms, String by) {
    Farmer farmer = newcomer.farmer();
    Optional<FarmerState> state = farmers.lock(farmer.id());
    if (state.isEmpty()) {
      return Optional.empty();
    }
    Optional<Admission.WaitsFor> waitsFor = Optional.empty();
    boolean enough = held != null && need.missing(held, terms).isZero();
    if (held != null) {
      farmers.seen(farmer.id());
      // a trustline tells of an admission that a restored backup does not know
      if (enough || held.hasTrustline()) {
        waitsFor = admission.admit(farmer, by, held.xlm() + " XLM arrived");
      }
    }
    if (held != null && held.hasTrustline()) {
      trustlines.opened(farmer.id());
    } else if (enough) {
      trustlines.open(farmer);
    }
    if (state.get() == FarmerState.REGISTERED
        && limits.isOver(newcomer.since())
        && farmers.isIn(farmer.id(), FarmerState.REGISTERED)) {
      giveUp(farmer, held, waitsFor);
    }
    return waitsFor;
  }

  /** The registration's life is over. */
  private void giveUp(
      Farmer farmer, @Nullable Holdings held, Optional<Admission.WaitsFor> waitsFor) {
    if (held == null && farmers.lapse(farmer.id())) {
      LOG.debugf("nobody paid for the registration of farmer %s", farmer.id());
      return;
    }
    String why = waitsFor.map(Admission.WaitsFor::whyLapsed).orElse("too little XLM came");
    farmers.move(
        farmer.id(),
        FarmerState.REGISTERED,
        FarmerState.LEAVING,
        POOL,
        "the registration has lapsed, " + why);
  }
}
