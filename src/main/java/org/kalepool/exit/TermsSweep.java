package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;

/**
 * Appends to the split contract's list what poolers have promised to farmers and is not in it yet,
 * one after the other. The list itself says which version is which; the contract's admin pays.
 */
@Singleton
final class TermsSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(TermsSweep.class);
  private static final String NAME = "split-terms";

  private final SplitContract contract;
  private final FarmerTerms terms;
  private final Poolers poolers;
  private final Signer signer;
  private final Transactions transactions;
  private final OpenTransactions open;
  private final Leader leader;
  private final Tasks tasks;

  /** The last ledger in which one was appended, as far as this process knows. */
  private volatile long appended;

  /** Told once in a process. */
  private volatile boolean told;

  TermsSweep(
      SplitContract contract,
      FarmerTerms terms,
      Poolers poolers,
      Signer signer,
      Transactions transactions,
      OpenTransactions open,
      Leader leader,
      Tasks tasks) {
    this.contract = contract;
    this.terms = terms;
    this.poolers = poolers;
    this.signer = signer;
    this.transactions = transactions;
    this.open = open;
    this.leader = leader;
    this.tasks = tasks;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  void onSettled(@Observes(during = TransactionPhase.AFTER_SUCCESS) TransactionSettled event) {
    if (event.request().action() != Action.TERMS) {
      return;
    }
    if (event.outcome() instanceof Outcome.Landed landed) {
      appended = Math.max(appended, landed.ledger());
      tasks.submit(NAME, this::sweep);
    } else {
      LOG.warnf("terms could not be added to the split contract's list: %s", event.outcome());
    }
  }

  @Override
  public void sweep() {
    if (!contract.isOn()) {
      return;
    }
    ByContract.On on = contract.read().orElseThrow();
    // a node that lags does not show what was appended
    if (on.ledger() >= appended) {
      QuarkusTransaction.requiringNew().run(() -> append(on));
    }
  }

  private void append(ByContract.On on) {
    leader.hold();
    Optional<ContractCall.AddTerms> missing = missing(on);
    if (missing.isEmpty() || open.has(Action.TERMS)) {
      return;
    }
    if (!signer.holds(on.admin())) {
      if (!told) {
        LOG.errorf(
            "the split contract's list has no terms of %d basis points for %s, and its admin %s is"
                + " no account of this pool: farmers wait for their payout until it adds them",
            missing.get().basisPoints(), missing.get().wallet(), on.admin());
      }
      told = true;
      return;
    }
    transactions.request(
        new TransactionRequest(on.admin(), Action.TERMS, null, null, missing.get(), null));
    LOG.infof(
        "terms are added to the split contract's list: %d basis points for %s",
        missing.get().basisPoints(), missing.get().wallet());
  }

  private Optional<ContractCall.AddTerms> missing(ByContract.On on) {
    List<FarmerTerms.Share> promised = terms.shares();
    for (FarmerTerms.Share share : promised) {
      Address wallet = poolers.find(share.pooler()).map(Pooler::wallet).orElseThrow();
      if (!on.has(share.basisPoints(), wallet)) {
        return Optional.of(
            new ContractCall.AddTerms(on.contract(), on.admin(), share.basisPoints(), wallet));
      }
    }
    return Optional.empty();
  }
}
