package org.kalepool.profit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks;
import org.kalepool.block.KnownBlocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.Block;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.RpcException;

/**
 * Looks at the block that closed last, once its works are known: whom it was shared with, and what
 * the pool's pails earn by it beside what was expected of them. Blocks that close while nobody
 * looks are passed over.
 */
@Singleton
final class FieldSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(FieldSweep.class);

  private final Blocks blocks;
  private final KnownBlocks known;
  private final Chain chain;
  private final BlockFieldRepository fields;
  private final ChoiceBooks choices;
  private final Tasks tasks;
  private final Clock clock;
  private volatile long done = -1;

  FieldSweep(
      Blocks blocks,
      KnownBlocks known,
      Chain chain,
      BlockFieldRepository fields,
      ChoiceBooks choices,
      Tasks tasks,
      Clock clock) {
    this.blocks = blocks;
    this.known = known;
    this.chain = chain;
    this.fields = fields;
    this.choices = choices;
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "field";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(30);
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    if (blocks.current().filter(now -> now.index() - 1 != done).isPresent()) {
      tasks.submit(name(), this::sweep);
    }
  }

  @Override
  public void sweep() {
    Optional<Blocks.Current> now = blocks.current();
    if (now.isEmpty() || now.get().index() - 1 == done || now.get().index() < 1) {
      return;
    }
    long closed = now.get().index() - 1;
    if (fields.has(closed)) {
      done = closed;
      return;
    }
    if (known.unworked(now.get().index()).contains(closed)) {
      return;
    }
    try {
      Optional<StoredBlock> stored = chain.block(closed);
      if (stored.isPresent() && stored.get().ledger() >= now.get().ledger()) {
        take(closed, stored.get().block());
        done = closed;
      }
    } catch (RpcException e) {
      LOG.debugf("block %d cannot be looked at yet: %s", closed, e.getMessage());
    }
  }

  private void take(long index, Block block) {
    List<BlockFieldRepository.OwnPail> pails = fields.pails(index);
    long works = fields.works(index);
    Map<UUID, Kale> came = new HashMap<>();
    Map<UUID, Double> parts = new HashMap<>();
    BigInteger own = BigInteger.ZERO;
    double zeros = 0;
    int worked = 0;
    for (BlockFieldRepository.OwnPail pail : pails) {
      came.put(pail.farmer(), Kale.ZERO);
      if (pail.zeros() != null && pail.gap() != null && block.scorable()) {
        BigInteger stake = BigInteger.valueOf(pail.stake());
        BigInteger contributed = Contribution.of(block, pail.gap(), stake, pail.zeros()).sum();
        own = own.add(contributed);
        parts.put(
            pail.farmer(), contributed.doubleValue() / RewardForecast.scale(block).doubleValue());
        Pail scored = new Pail(0, pail.gap(), stake, (long) pail.zeros());
        BigInteger reward = Reward.of(block, scored, index);
        if (reward.bitLength() < 64) {
          came.put(pail.farmer(), Kale.ofStroops(reward.longValueExact()));
        }
        zeros += pail.zeros();
        worked++;
      }
    }
    double ownParts = own.doubleValue() / RewardForecast.scale(block).doubleValue();
    double mean = worked == 0 ? 0 : zeros / worked;
    Instant now = clock.instant();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              FarmChoiceRepository.Expected expected = choices.came(index, came);
              FieldSample sample =
                  new FieldSample(
                      index,
                      RewardForecast.parts(block),
                      ownParts,
                      expected.parts(),
                      block.stakedTotal().doubleValue() / 1e7,
                      expected.reward().doubleValue() / 1e7,
                      expected.came().doubleValue() / 1e7,
                      FieldLimits.of(block));
              if (fields.add(sample, expected.factor(), pails.size(), works, mean, now)) {
                choices.count(index, block, parts, now);
              }
            });
  }
}
