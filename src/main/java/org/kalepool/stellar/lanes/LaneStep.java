package org.kalepool.stellar.lanes;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.LogContext;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.RpcException;

/**
 * Moves one transaction on by one step: queued → built and stored → sent → followed → settled. A
 * step never waits; what it left is found in the database by the next one.
 */
@ApplicationScoped
class LaneStep {
  private static final Logger LOG = Logger.getLogger(LaneStep.class);

  private final TransactionRepository store;
  private final OpenTransactionRepository open;
  private final Leader leader;
  private final LaneBuilder builder;
  private final LaneSender sender;
  private final LaneFollower follower;
  private final Settlement settlement;
  private final Waits waits;

  LaneStep(
      TransactionRepository store,
      OpenTransactionRepository open,
      Leader leader,
      LaneBuilder builder,
      LaneSender sender,
      LaneFollower follower,
      Settlement settlement,
      Waits waits) {
    this.store = store;
    this.open = open;
    this.leader = leader;
    this.builder = builder;
    this.sender = sender;
    this.follower = follower;
    this.settlement = settlement;
    this.waits = waits;
  }

  /**
   * Takes the step.
   *
   * @return whether the next one can be taken at once
   */
  boolean move(LaneRow row) {
    try (var _ = LogContext.of(row.request().farmer(), row.request().block())) {
      if (row.built() == null) {
        return build(row);
      }
      follower.follow(row);
    } catch (RpcException e) {
      LOG.debugf("lane %s waits: %s", row.lane(), e.getMessage());
      LastAnswer none = LastAnswer.unanswered(String.valueOf(e.getMessage()));
      store.postpone(row.id(), none, waits.after(row.attempts()));
    }
    return false;
  }

  private boolean build(LaneRow row) {
    EnvelopeMaker.Result built;
    try {
      built = builder.build(row);
    } catch (IllegalArgumentException | ArithmeticException e) {
      // nothing that could be written as a transaction, now or later
      LOG.warnf(e, "%s of %s cannot be written", row.request().action(), row.lane());
      settlement.refuse(row, Cause.MALFORMED, String.valueOf(e.getMessage()));
      return false;
    }
    switch (built) {
      case EnvelopeMaker.Ready ready -> {
        boolean stored =
            QuarkusTransaction.requiringNew()
                .call(
                    () -> {
                      leader.hold();
                      return store.built(row.id(), ready);
                    });
        // from here on it may be in the network, whatever happens to this process
        if (stored) {
          open.open(row.id()).ifPresent(sender::sendFirst);
        }
      }
      case EnvelopeMaker.Without(var deeds) -> {
        settlement.leaveOut(row, deeds);
        return true;
      }
      case EnvelopeMaker.Stopped stopped -> {
        switch (stopped.answer()) {
          case Answer.Refused refused -> settlement.refuse(row, refused.cause(), refused.detail());
          case Answer answer ->
              store.postpone(row.id(), LastAnswer.of(answer), waits.after(row.attempts()));
        }
      }
    }
    return false;
  }
}
