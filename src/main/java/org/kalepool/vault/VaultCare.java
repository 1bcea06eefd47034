package org.kalepool.vault;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.stellar.RpcException;
import org.kalepool.vault.CarePlan.Care;

/**
 * Looks at every vault in turn and at the pool contract, and has done what {@link CarePlan} says.
 */
@Singleton
final class VaultCare implements Sweep {
  private static final Logger LOG = Logger.getLogger(VaultCare.class);

  /** What lives shorter is extended, so that a month's outage archives nothing. */
  private static final Duration LIVE_BELOW = Duration.ofDays(30);

  private static final Duration LIVE_TO = Duration.ofDays(60);

  /** Each is read, and its code beside it. */
  private static final int MOST_EXTENDED = 20;

  private final Vaults vaults;
  private final VaultDeeds deeds;
  private final VaultHealth health;
  private final VaultSettings settings;
  private final PoolContracts contracts;
  private final Chain chain;
  private final ChannelCalls calls;

  VaultCare(
      Vaults vaults,
      VaultDeeds deeds,
      VaultHealth health,
      VaultSettings settings,
      PoolContracts contracts,
      Chain chain,
      ChannelCalls calls) {
    this.vaults = vaults;
    this.deeds = deeds;
    this.health = health;
    this.settings = settings;
    this.contracts = contracts;
    this.chain = chain;
    this.calls = calls;
  }

  @Override
  public String name() {
    return "vault-care";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(5);
  }

  @Override
  public void sweep() {
    if (!vaults.offered()) {
      return;
    }
    try {
      look(vaults.contract());
    } catch (RpcException e) {
      LOG.debugf("vaults are not looked at: %s", e.getMessage());
    }
  }

  private void look(Address contract) {
    PoolContracts.PoolState pool = contracts.pool(contract);
    double seconds = chain.terms().ledgerSeconds();
    CarePlan plan =
        new CarePlan(
            ledgers(settings.settleEvery(), seconds),
            settings.settleLeast(),
            ledgers(LIVE_BELOW, seconds));
    Totals totals = new Totals();
    List<Address> extend = new ArrayList<>();
    @Nullable Vault last = null;
    List<Vault> page;
    do {
      page = vaults.allMade(last == null ? null : last.farmer(), PoolContracts.VAULTS_A_READ);
      if (!page.isEmpty()) {
        Map<Address, VaultState> states =
            contracts.vaults(page.stream().map(Vault::address).toList());
        Care care = plan.decide(page, states);
        totals.add(states, care);
        carryOut(care);
        care.extend().forEach(vault -> extend.add(vault.address()));
        last = page.getLast();
      }
    } while (page.size() == PoolContracts.VAULTS_A_READ);
    PoolContracts.Deployed deployed =
        contracts
            .deployed(contract)
            .orElseThrow(() -> new RpcException("no such contract: " + contract));
    long liveUntil = liveUntil(deployed, pool.vaultCode());
    health.saw(totals.seen(contract, pool, liveUntil, deployed.ledger()));
    if (liveUntil - deployed.ledger() < ledgers(LIVE_BELOW, seconds)) {
      extend.add(contract);
      if (last != null) {
        extend.add(last.address()); // with it the code of all vaults
      }
    }
    extend(contract, extend, seconds);
  }

  private static long ledgers(Duration time, double seconds) {
    return (long) Math.ceil(time.toSeconds() / seconds);
  }

  private long liveUntil(PoolContracts.Deployed deployed, Hash vaultCode) {
    long until = Math.min(deployed.liveUntil(), life(vaultCode));
    Hash code = deployed.code();
    return code == null ? until : Math.min(until, life(code));
  }

  private long life(Hash code) {
    return contracts.codeLiveUntil(code).orElse(0);
  }

  private void carryOut(Care care) {
    if (!care.settle().isEmpty()) {
      int asked = deeds.settle(care.settle());
      LOG.debugf("%d of %d vaults are settled", asked, care.settle().size());
    }
    for (Vault vault : care.cover()) {
      if (calls.ask(Action.COVER, vault, new ContractCall.Claim(vault.address()))) {
        LOG.infof("the cover of vault %s is claimed", vault.address());
      }
    }
  }

  private void extend(Address contract, List<Address> wanted, double seconds) {
    wanted.stream()
        .gather(Gatherers.windowFixed(MOST_EXTENDED))
        .forEach(
            part ->
                calls.ask(
                    Action.EXTEND,
                    null,
                    new ContractCall.ExtendLives(
                        contract, part, ledgers(LIVE_BELOW, seconds), ledgers(LIVE_TO, seconds))));
  }

  /** What the vaults have together. */
  private static final class Totals {
    private long made;
    private long archived;
    private Kale principal = Kale.ZERO;
    private Kale cover = Kale.ZERO;
    private Kale paid = Kale.ZERO;
    private Kale unsettled = Kale.ZERO;

    void add(Map<Address, VaultState> states, Care care) {
      made += states.size();
      archived += care.archived();
      for (VaultState state : states.values()) {
        principal = principal.plus(state.principal());
        cover = cover.plus(state.cover());
        paid = paid.plus(state.paid());
        unsettled = unsettled.plus(state.planted() ? CarePlan.share(state) : Kale.ZERO);
      }
    }

    VaultHealth.Seen seen(
        Address contract, PoolContracts.PoolState pool, long liveUntil, long ledger) {
      return new VaultHealth.Seen(
          contract,
          pool.bond(),
          pool.reserved(),
          made,
          archived,
          principal,
          cover,
          paid,
          unsettled,
          liveUntil,
          ledger);
    }
  }
}
