package org.kalepool.harvest;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.schedule.LogContext;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.stellar.Holdings;

/** Decides what becomes of each pail that is due, and has it done. */
@Singleton
final class PailHarvests {
  private static final Logger LOG = Logger.getLogger(PailHarvests.class);

  private final Chain chain;
  private final Harvesting harvesting;
  private final HarvestsTogether together;
  private final MissingPails missingPails;
  private final OwnerInterference interference;
  private final HarvestLanes lanes;
  private final Event<PailHarvested> settled;

  PailHarvests(
      Chain chain,
      Harvesting harvesting,
      HarvestsTogether together,
      MissingPails missingPails,
      OwnerInterference interference,
      HarvestLanes lanes,
      Event<PailHarvested> settled) {
    this.chain = chain;
    this.harvesting = harvesting;
    this.together = together;
    this.missingPails = missingPails;
    this.interference = interference;
    this.lanes = lanes;
    this.settled = settled;
  }

  /**
   * Deals with one block's pails.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  void settle(HarvestRound round, long index, List<OpenPail> pails) {
    Optional<StoredBlock> block = chain.block(index);
    if (block.isPresent()) {
      interference.seen(index);
    }
    HarvestPlanner planner = new HarvestPlanner(round.rule(), interference);
    for (List<OpenPail> part :
        pails.stream().gather(Gatherers.windowFixed(Chain.ACCOUNTS_A_READ)).toList()) {
      List<Address> farmers = part.stream().map(OpenPail::custodial).toList();
      Map<Address, StoredPail> stored = chain.pails(farmers, index);
      Map<Address, Holdings> holdings = chain.holdings(farmers);
      for (OpenPail pail : part) {
        try (var _ = LogContext.of(pail.farmer(), pail.block())) {
          HarvestDecision decision = planner.decide(pail, block, stored.get(pail.custodial()));
          carryOut(decision, pail, holdings.get(pail.custodial()), round);
        }
      }
    }
  }

  private void carryOut(
      HarvestDecision decision, OpenPail pail, @Nullable Holdings held, HarvestRound round) {
    boolean due = !round.along().contains(pail);
    if (!due && !(decision instanceof HarvestDecision.Harvest)) {
      return; // seen to when it is due
    }
    switch (decision) {
      case HarvestDecision.Harvest harvest -> {
        ReadyPail ready = new ReadyPail(pail, due, harvest.reward(), held);
        if (together.mayShare(ready, round.rule())) {
          round.together().add(ready);
        } else if (due) {
          alone(ready, round);
        }
      }
      case HarvestDecision.Lost loss -> {
        if (harvesting.lost(pail, loss, round.rule().ledger())) {
          LOG.warnf(
              "farmer %s lost %s KALE in block %d: %s",
              pail.farmer(), pail.stake(), pail.block(), loss.detail());
          settled.fire(new PailHarvested(pail.farmer(), pail.block()));
        }
      }
      case HarvestDecision.Missing missing -> missingPails.resolve(pail, round.rule().ttl());
      case HarvestDecision.Wait wait ->
          LOG.debugf("pail of %s in block %d waits", pail.farmer(), pail.block());
    }
  }

  /** Has a pail harvested in a transaction of its own. */
  void alone(ReadyPail ready, HarvestRound round) {
    OpenPail pail = ready.pail();
    if (HarvestsTogether.isVaults(pail)) {
      together
          .carrier(pail, round.rule(), lanes.wallet())
          .ifPresent(it -> harvesting.request(pail, it, ready.reward(), round.rule().ledger()));
      return;
    }
    Address lane = lanes.of(pail, ready.held(), round.terms().harvestFee(), round.asked());
    harvesting.request(pail, lane, ready.reward(), round.rule().ledger());
  }
}
