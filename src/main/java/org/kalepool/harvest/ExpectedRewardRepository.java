package org.kalepool.harvest;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Kale;

/** The table {@code expected_rewards}. */
@Singleton
class ExpectedRewardRepository
    implements PanacheRepositoryBase<ExpectedRewardEntity, ExpectedRewardEntity.Key> {
  private final Clock clock;

  ExpectedRewardRepository(Clock clock) {
    this.clock = clock;
  }

  /** What the chain was computed to pay. */
  @RegisterForReflection
  record Expected(Kale stake, Kale reward) {}

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
    return find("farmerId = ?1 and blockIndex = ?2", farmer, block)
        .project(Expected.class)
        .singleResultOptional();
  }
}
