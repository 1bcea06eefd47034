package org.kalepool.alert;

import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.ContractLives;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.RpcException;
import org.kalepool.vault.VaultHealth;
import org.kalepool.web.Audit;

/** Reads the state that the rules are about: what is kept anyhow, or asked of others. */
@Singleton
final class StateReader {
  private static final Logger LOG = Logger.getLogger(StateReader.class);

  /** What a backup writes into the audit. */
  static final String BACKUP = "backup";

  /** Two of an account, one of its trustline. */
  private static final int RESERVES = 3;

  private final FigureRepository figures;
  private final ProcessFigures process;
  private final NetworkStatus network;
  private final Chain chain;
  private final Audit audit;
  private final VaultHealth vaults;
  private final ContractLives lives;
  private final AlertSettings settings;

  StateReader(
      FigureRepository figures,
      ProcessFigures process,
      NetworkStatus network,
      Chain chain,
      Audit audit,
      VaultHealth vaults,
      ContractLives lives,
      AlertSettings settings) {
    this.figures = figures;
    this.process = process;
    this.network = network;
    this.chain = chain;
    this.audit = audit;
    this.vaults = vaults;
    this.lives = lives;
    this.settings = settings;
  }

  State at(Instant now) {
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
        lives.troubles(),
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
