package org.kalepool.farmer;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.schedule.Backoff;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.EndedTransactions;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;

/** Opens the KALE trustlines of custodial accounts, with which their farmers farm. */
@Singleton
class Trustlines {
  private static final Logger LOG = Logger.getLogger(Trustlines.class);

  private final StoredFarmers farmers;
  private final Transactions transactions;
  private final EndedTransactions ended;
  private final Clock clock;
  private final Backoff backoff;

  Trustlines(
      StoredFarmers farmers,
      Transactions transactions,
      EndedTransactions ended,
      Clock clock,
      OnboardingSettings settings) {
    this.farmers = farmers;
    this.transactions = transactions;
    this.ended = ended;
    this.clock = clock;
    this.backoff = new Backoff(settings.onboardingInterval(), settings.trustlineLongestPause());
  }

  /** Notes that it is open: the farmer farms from now on, unless it does already. */
  void opened(UUID farmer) {
    farmers.move(farmer, FarmerState.FUNDED, FarmerState.ACTIVE, "pool", "the trustline is open");
  }

  /** Asks for the trustline of a farmer who has paid, if it is time. */
  void open(Farmer farmer) {
    if (!farmers.isIn(farmer.id(), FarmerState.FUNDED)
        || clock.instant().isBefore(nextTry(farmer.id()))) {
      return;
    }
    transactions.request(
        new TransactionRequest(
            farmer.custodial(),
            Action.TRUSTLINE,
            farmer.id(),
            null,
            new Call.Operations(List.of(new Call.OpenTrustline(null))),
            null));
  }

  /** After each failure twice as long is waited, so that fees do not drain away. */
  private Instant nextTry(UUID farmer) {
    EndedTransactions.Failures failed = ended.failures(farmer, Action.TRUSTLINE);
    Instant last = failed.last();
    if (last == null) {
      return Instant.MIN;
    }
    return last.plus(backoff.after(failed.count()));
  }

  void settled(@Observes TransactionSettled event) {
    UUID farmer = event.request().farmer();
    if (event.request().action() != Action.TRUSTLINE || farmer == null) {
      return;
    }
    switch (event.outcome()) {
      case Outcome.Landed landed -> opened(farmer);
      case Outcome.Failed failed ->
          LOG.warnf(
              "trustline of farmer %s failed: %s %s", farmer, failed.cause(), failed.detail());
      case Outcome.Refused refused ->
          LOG.warnf(
              "trustline of farmer %s refused: %s %s", farmer, refused.cause(), refused.detail());
    }
  }
}
