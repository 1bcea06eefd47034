package org.kalepool.harvest;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kalepool.kale.Kale;

/** The table {@code expected_rewards}. */
@Singleton
class ExpectedRewardRepository
    implements PanacheRepositoryBase<ExpectedRewardEntity, ExpectedRewardEntity.Key> {
  private final Clock clock;

  ExpectedRewardRepository(Clock clock) {
    this.clock = clock;
  }

  /** What the chain was computed to pay for a pail. */
  @RegisterForReflection
  record Expected(UUID farmer, long block, Kale stake, Kale reward) {
    private HarvestRepository.Pail pail() {
      return new HarvestRepository.Pail(farmer, block);
    }

    Kale due() {
      return stake.plus(reward);
    }
  }

  /** Joins the caller's transaction; what was expected first stays. */
  void expect(OpenPail pail, Kale reward, long ledger) {
    getEntityManager()
        .createQuery(
            "insert into ExpectedRewardEntity (farmerId, blockIndex, stake, reward, ledger, at)"
                + " values (:farmer, :block, :stake, :reward, :ledger, :now)"
                + " on conflict (farmerId, blockIndex) do nothing")
        .setParameter("farmer", pail.farmer())
        .setParameter("block", pail.block())
        .setParameter("stake", pail.stake())
        .setParameter("reward", reward)
        .setParameter("ledger", ledger)
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  Optional<Expected> expected(UUID farmer, long block) {
    HarvestRepository.Pail pail = new HarvestRepository.Pail(farmer, block);
    return Optional.ofNullable(expected(List.of(pail)).get(pail));
  }

  /** Of pails for which something is. */
  Map<HarvestRepository.Pail, Expected> expected(Collection<HarvestRepository.Pail> pails) {
    return getEntityManager()
        .createQuery(
            "select farmerId, blockIndex, stake, reward from ExpectedRewardEntity"
                + " where farmerId in :farmers and blockIndex in :blocks",
            Expected.class)
        .setParameter("farmers", pails.stream().map(HarvestRepository.Pail::farmer).toList())
        .setParameter(
            "blocks", pails.stream().map(HarvestRepository.Pail::block).distinct().toList())
        .getResultList()
        .stream()
        .collect(Collectors.toMap(Expected::pail, Function.identity()));
  }
}
