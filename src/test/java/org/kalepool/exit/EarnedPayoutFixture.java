package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;

/** What becomes of payouts of what is earned. */
abstract class EarnedPayoutFixture extends EarnedFixture {
  @Inject Clock clock;

  TransactionRequest sent() {
    Map<Long, TransactionRequest> open = transactions.open(Action.PAYOUT);
    assertThat(open).hasSize(1);
    return open.values().iterator().next();
  }

  long sentId() {
    return transactions.open(Action.PAYOUT).keySet().iterator().next();
  }

  /** In the next ledger; what is paid is gone from the account. */
  void land(String amount) {
    chain.close(1);
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).minus(Kale.parse(amount)));
    transactions.settle(
        sentId(),
        new Outcome.Landed(
            HASH, chain.now().ledger(), chain.now().time(), Xlm.ofStroops(200), null, null, null));
  }

  void refuse(Cause cause) {
    transactions.settle(sentId(), new Outcome.Refused(null, cause, "by the test"));
  }

  void pass(Duration time) {
    ((SteppedClock) clock).advance(time);
  }
}
