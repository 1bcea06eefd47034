package org.kalepool.harvest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;

/** Finds the pails that are due and has them harvested, each apart from the others. */
@ApplicationScoped
class HarvestService implements Sweep {
  private static final Logger LOG = Logger.getLogger(HarvestService.class);

  private final Blocks blocks;
  private final Chain chain;
  private final HarvestRepository harvests;
  private final HarvestsTogether together;
  private final PailHarvests each;
  private final Tasks tasks;
  private final HarvestSettings settings;

  HarvestService(
      Blocks blocks,
      Chain chain,
      HarvestRepository harvests,
      HarvestsTogether together,
      PailHarvests each,
      Tasks tasks,
      HarvestSettings settings) {
    this.blocks = blocks;
    this.chain = chain;
    this.harvests = harvests;
    this.together = together;
    this.each = each;
    this.tasks = tasks;
    this.settings = settings;
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
      HarvestRound round =
          new HarvestRound(rule, terms, new HashMap<>(), new HashSet<>(along), new ArrayList<>());
      try {
        byBlock.forEach((block, pails) -> each.settle(round, block, pails));
      } finally {
        // also where a later block cannot be read
        together
            .request(round.together(), rule.ledger(), current.get().closeTime())
            .forEach(ready -> each.alone(ready, round));
      }
    } catch (RpcException e) {
      LOG.warnf("harvesting waits, the network cannot be read: %s", e.getMessage());
    }
  }
}
