package org.kalepool.alert;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.kale.Xlm;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.RpcException;
import org.kalepool.vault.VaultHealth;
import org.kalepool.web.Audit;

/** Looks regularly at what the rules are about, by counters and health that are kept anyhow. */
@Singleton
final class AlertSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(AlertSweep.class);

  /** What a backup writes into the audit. */
  static final String BACKUP = "backup";

  /** Two of an account, one of its trustline. */
  private static final int RESERVES = 3;

  private final FigureRepository figures;
  private final Process process;
  private final Blocks blocks;
  private final NetworkStatus network;
  private final Chain chain;
  private final Audit audit;
  private final VaultHealth vaults;
  private final RateRules rates;
  private final StateRules states;
  private final Incidents incidents;
  private final Clock clock;
  private final AlertSettings settings;

  AlertSweep(
      FigureRepository figures,
      Process process,
      Blocks blocks,
      NetworkStatus network,
      Chain chain,
      Audit audit,
      VaultHealth vaults,
      RateRules rates,
      StateRules states,
      Incidents incidents,
      Clock clock,
      AlertSettings settings) {
    this.figures = figures;
    this.process = process;
    this.blocks = blocks;
    this.network = network;
    this.chain = chain;
    this.audit = audit;
    this.vaults = vaults;
    this.rates = rates;
    this.states = states;
    this.incidents = incidents;
    this.clock = clock;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "alerts";
  }

  @Override
  public Duration every() {
    return settings.interval();
  }

  @Override
  public void sweep() {
    Findings findings = new Findings();
    Instant now = clock.instant();
    rates.look(counts(now), figures::blocksFarmed, findings);
    states.look(state(now), findings);
    incidents.take(findings);
  }

  private Counts counts(Instant now) {
    return new Counts(
        now,
        figures.poolers(),
        figures.farming(),
        blocks.current().map(Blocks.Current::index).orElse(0L),
        process.settled(),
        process.failed());
  }

  private State state(Instant now) {
    Xlm reserves = reserves();
    Xlm wallet = process.poolersXlm();
    return new State(
        now,
        process.slowest(),
        process.cpu(),
        process.memory(),
        wallet == null || reserves == null ? null : wallet.minus(reserves).max(Xlm.ZERO),
        reserves == null ? null : figures.farmersBelow(reserves.plus(settings.wallet())),
        figures.differing(),
        figures.bondsMissing(),
        vaults.troubles().orElse(null),
        node(),
        backup(now));
  }

  private @Nullable Xlm reserves() {
    try {
      return chain.terms().baseReserve().times(RESERVES);
    } catch (RpcException e) {
      LOG.debugf("reserves are not known: %s", e.getMessage());
      return null;
    }
  }

  private String node() {
    NetworkStatus.View view = network.view();
    if (view.ready()) {
      return "";
    }
    String error = view.lastError() == null ? "" : " (" + view.lastError() + ")";
    String what =
        view.wrongNetwork() != null
            ? "it is of another network"
            : !view.reachable() ? "it does not answer" : "its newest ledger is too old";
    return "node " + view.node() + ": " + what + error;
  }

  /** Nobody needs a backup before anybody has come. */
  private @Nullable Instant backup(Instant now) {
    return audit
        .last(BACKUP, now.minus(settings.backupAge()))
        .or(() -> audit.last(BACKUP, Instant.EPOCH))
        .or(figures::firstFarmer)
        .orElse(null);
  }
}
