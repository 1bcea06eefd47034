package org.kalepool.harvest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Signer;

/** Finds the pails that are due and has them harvested, each apart from the others. */
@ApplicationScoped
class HarvestService implements Sweep {
  private static final Logger LOG = Logger.getLogger(HarvestService.class);

  private final Blocks blocks;
  private final Chain chain;
  private final HarvestRepository harvests;
  private final Harvesting harvesting;
  private final HarvestsTogether together;
  private final MissingPails missingPails;
  private final OwnerInterference interference;
  private final Poolers poolers;
  private final Signer signer;
  private final Tasks tasks;
  private final HarvestSettings settings;
  private final Event<PailHarvested> settled;

  HarvestService(
      Blocks blocks,
      Chain chain,
      HarvestRepository harvests,
      Harvesting harvesting,
      HarvestsTogether together,
      MissingPails missingPails,
      OwnerInterference interference,
      Poolers poolers,
      Signer signer,
      Tasks tasks,
      HarvestSettings settings,
      Event<PailHarvested> settled) {
    this.blocks = blocks;
    this.chain = chain;
    this.harvests = harvests;
    this.harvesting = harvesting;
    this.together = together;
    this.missingPails = missingPails;
    this.interference = interference;
    this.poolers = poolers;
    this.signer = signer;
    this.tasks = tasks;
    this.settings = settings;
    this.settled = settled;
  }

  @Override
  public String name() {
    return "harvest";
  }

  @Override
  public Duration every() {
    return settings.sweepInterval();
  }

  void opened(@Observes BlockOpened event) {
    tasks.submit(name(), this::sweep);
  }

  void wanted(@Observes HarvestWanted event) {
    tasks.submit(name(), this::sweep);
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  @Override
  public void sweep() {
    Optional<Blocks.Current> current = blocks.current();
    if (current.isEmpty()) {
      return;
    }
    try {
      NetworkTerms terms = chain.terms();
      DueRule rule =
          DueRule.of(
              current.get().index(),
              current.get().ledger(),
              terms.minTemporaryTtl(),
              settings.expiryShare(),
              settings.expiryLedgers());
      List<OpenPail> due =
          harvests.due(rule, terms.calm(), together.withPlants()).stream()
              .filter(rule::mayTryAgain)
              .toList();
      List<OpenPail> along = together.along(due, rule);
      Map<Long, List<OpenPail>> byBlock =
          Stream.concat(due.stream(), along.stream())
              .collect(
                  Collectors.groupingBy(OpenPail::block, LinkedHashMap::new, Collectors.toList()));
      Round round =
          new Round(rule, terms, new HashMap<>(), new HashSet<>(along), new ArrayList<>());
      try {
        byBlock.forEach((block, pails) -> settle(round, block, pails));
      } finally {
        // also where a later block cannot be read
        together
            .request(round.together(), rule.ledger(), current.get().closeTime())
            .forEach(ready -> alone(ready, round));
      }
    } catch (RpcException e) {
      LOG.warnf("harvesting waits, the network cannot be read: %s", e.getMessage());
    }
  }

  /**
   * One sweep.
   *
   * @param asked harvests that it has asked for, by the account that pays
   * @param along pails that are not due, and only go along with others
   * @param together pails that may share a transaction
   */
  private record Round(
      DueRule rule,
      NetworkTerms terms,
      Map<Address, Integer> asked,
      Set<OpenPail> along,
      List<ReadyPail> together) {}

  private void settle(Round round, long index, List<OpenPail> pails) {
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
      HarvestDecision decision, OpenPail pail, @Nullable Holdings held, Round round) {
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

  private void alone(ReadyPail ready, Round round) {
    OpenPail pail = ready.pail();
    if (HarvestsTogether.isVaults(pail)) {
      Optional<Address> wallet = Optional.of(poolers.own().wallet()).filter(signer::holds);
      together
          .carrier(pail, round.rule(), wallet)
          .ifPresent(it -> harvesting.request(pail, it, ready.reward(), round.rule().ledger()));
      return;
    }
    Address lane = lane(pail, ready.held(), round.terms().harvestFee(), round.asked());
    harvesting.request(pail, lane, ready.reward(), round.rule().ledger());
  }

  /**
   * The farmer's own account; the pooler's wallet, or that of the pool's own pooler, where that
   * cannot pay the fee, beside those of what it has to pay for already, or has just turned out not
   * to be able to.
   *
   * @param asked harvests that this sweep has asked for, by the account that pays
   */
  private Address lane(
      OpenPail pail, @Nullable Holdings held, Xlm fee, Map<Address, Integer> asked) {
    int others = pail.underWay() + asked.getOrDefault(pail.custodial(), 0);
    if (!pail.poor() && held != null && held.spendable().compareTo(fee.times(others + 1)) >= 0) {
      asked.merge(pail.custodial(), 1, Integer::sum);
      return pail.custodial();
    }
    return poolers
        .find(pail.pooler())
        .map(Pooler::wallet)
        .filter(signer::holds)
        .or(() -> Optional.of(poolers.own().wallet()).filter(signer::holds))
        .orElse(pail.custodial());
  }
}
