package org.kalepool.vault;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.ContractLives;
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

  /** Those that end first are kept alive first: two entries of each are one transaction. */
  private static final int LOOKED_AFTER = 50;

  private final Vaults vaults;
  private final VaultDeeds deeds;
  private final VaultHealth health;
  private final VaultSettings settings;
  private final PoolContracts contracts;
  private final Chain chain;
  private final ChannelCalls calls;
  private final ContractLives lives;
  private final Makings makings;

  VaultCare(
      Vaults vaults,
      VaultDeeds deeds,
      VaultHealth health,
      VaultSettings settings,
      PoolContracts contracts,
      Chain chain,
      ChannelCalls calls,
      ContractLives lives,
      Makings makings) {
    this.vaults = vaults;
    this.deeds = deeds;
    this.health = health;
    this.settings = settings;
    this.contracts = contracts;
    this.chain = chain;
    this.calls = calls;
    this.lives = lives;
    this.makings = makings;
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

  private record Kept(Address vault, long liveUntil) {}

  private void look(Address contract) {
    PoolContracts.PoolState pool = contracts.pool(contract);
    CarePlan plan =
        new CarePlan(
            (long) Math.ceil(settings.settleEvery().toSeconds() / chain.terms().ledgerSeconds()),
            settings.settleLeast());
    Totals totals = new Totals();
    List<Kept> kept = new ArrayList<>();
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
        for (Vault vault : care.keep()) {
          if (states.get(vault.address()) instanceof VaultState state) {
            kept.add(new Kept(vault.address(), state.liveUntil()));
          }
        }
        last = page.getLast();
      }
    } while (page.size() == PoolContracts.VAULTS_A_READ);
    PoolContracts.Deployed deployed =
        contracts
            .deployed(contract)
            .orElseThrow(() -> new RpcException("no such contract: " + contract));
    health.saw(
        totals.seen(contract, pool, liveUntil(deployed, pool.vaultCode()), deployed.ledger()),
        makings());
    lives.keep("vaults", together(contract, kept), vaults.operator());
  }

  /** What ends first, and whatever else has the code of it all. */
  private static List<Address> together(Address contract, List<Kept> vaults) {
    return Stream.concat(
            Stream.of(contract),
            vaults.stream()
                .sorted(Comparator.comparingLong(Kept::liveUntil))
                .limit(LOOKED_AFTER)
                .map(Kept::vault))
        .toList();
  }

  /** Counted anew: a day may be over since anybody has paid in. */
  private Optional<String> makings() {
    makings.left();
    return makings.trouble();
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
