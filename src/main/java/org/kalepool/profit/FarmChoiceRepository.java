package org.kalepool.profit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;

/** The tables {@code farm_choices} and {@code farm_choice_totals}. */
@Singleton
class FarmChoiceRepository
    implements PanacheRepositoryBase<FarmChoiceEntity, FarmChoiceEntity.Key> {

  /** Stores what was chosen, or chosen anew as long as the block is not over. */
  void put(UUID farmer, long block, Choices.Chosen chosen, Instant now) {
    FarmDecision decision = chosen.decision();
    getEntityManager()
        .createNativeQuery(
            """
            insert into farm_choices (farmer_id, block_index, choice, farm_when, stake, reward, fees,
              gain, saved, price, factor, harvest_after, at)
            values (:farmer, :block, :choice, :when, :stake, :reward, :fees, :gain, :saved,
              cast(:price as bigint), :factor, cast(:harvest as integer), :now)
            on conflict (farmer_id, block_index) do update set choice = excluded.choice,
              farm_when = excluded.farm_when, stake = excluded.stake, reward = excluded.reward,
              fees = excluded.fees, gain = excluded.gain, saved = excluded.saved,
              price = excluded.price, factor = excluded.factor,
              harvest_after = excluded.harvest_after, at = excluded.at
            where not farm_choices.counted
            """)
        .setParameter("farmer", farmer)
        .setParameter("block", block)
        .setParameter("choice", decision.kind().name())
        .setParameter("when", chosen.when().name())
        .setParameter("stake", decision.stake())
        .setParameter("reward", decision.reward())
        .setParameter("fees", decision.fees())
        .setParameter("gain", decision.gain())
        .setParameter("saved", decision.saved())
        .setParameter("price", chosen.units())
        .setParameter("factor", chosen.factor())
        .setParameter("harvest", chosen.harvestAfter())
        .setParameter("now", now)
        .executeUpdate();
  }

  /** Whether it was chosen not to plant it. */
  @ActivateRequestContext
  boolean skipped(long block, UUID farmer) {
    return count("farmerId = ?1 and blockIndex = ?2 and choice = 'SKIP'", farmer, block) > 0;
  }

  /** What came of a pail, in the caller's database transaction. */
  void came(UUID farmer, long block, Kale reward) {
    getEntityManager()
        .createNativeQuery(
            "update farm_choices set came = :came where farmer_id = :farmer"
                + " and block_index = :block and not counted")
        .setParameter("came", reward)
        .setParameter("farmer", farmer)
        .setParameter("block", block)
        .executeUpdate();
  }

  /** What was expected of those pails of which it is known what came. */
  @RegisterForReflection
  record Expected(BigDecimal reward, BigDecimal came, double factor) {}

  Expected expected(long block) {
    return (Expected)
        getEntityManager()
            .createNativeQuery(
                """
                select coalesce(sum(reward), 0)::numeric as reward,
                  coalesce(sum(came), 0)::numeric as came,
                  coalesce(avg(factor), 1)::double precision as factor
                from farm_choices
                where block_index = :block and choice <> 'SKIP' and came is not null
                """,
                Expected.class)
            .setParameter("block", block)
            .getSingleResult();
  }

  /** Counts a block's choices in, once, in the caller's database transaction. */
  void count(long block) {
    getEntityManager()
        .createNativeQuery(
            """
            with counted as (
              update farm_choices set counted = true
              where block_index = :block and not counted
              returning farmer_id, choice, saved, reward, came)
            insert into farm_choice_totals
              (farmer_id, blocks, skipped, unstaked, saved, expected, came)
            select farmer_id, 1, (choice = 'SKIP')::int, (choice = 'ZERO')::int, saved,
              case when came is null then 0 else reward end, coalesce(came, 0)
            from counted order by farmer_id
            on conflict (farmer_id) do update set blocks = farm_choice_totals.blocks + 1,
              skipped = farm_choice_totals.skipped + excluded.skipped,
              unstaked = farm_choice_totals.unstaked + excluded.unstaked,
              saved = farm_choice_totals.saved + excluded.saved,
              expected = farm_choice_totals.expected + excluded.expected,
              came = farm_choice_totals.came + excluded.came
            """)
        .setParameter("block", block)
        .executeUpdate();
  }

  /** Forgets what was counted and is old, in the caller's database transaction. */
  void forget(Instant before) {
    getEntityManager()
        .createNativeQuery("delete from farm_choices where counted and at < :before")
        .setParameter("before", before)
        .executeUpdate();
  }

  @ActivateRequestContext
  List<FarmChoices.Choice> page(UUID farmer, long before, int rows) {
    return getEntityManager()
        .createQuery(
            "select blockIndex, choice, farmWhen, stake, reward, fees, gain, saved, price,"
                + " harvestAfter, came, at from FarmChoiceEntity where farmerId = :farmer and blockIndex < :before"
                + " order by blockIndex desc",
            FarmChoices.Row.class)
        .setParameter("farmer", farmer)
        .setParameter("before", before)
        .setMaxResults(rows)
        .getResultList()
        .stream()
        .map(FarmChoices.Row::shown)
        .toList();
  }

  /** Of a farmer's newest choice; null where its pails are harvested as it wishes. */
  @ActivateRequestContext
  @Nullable Integer harvestAfter(UUID farmer) {
    List<FarmChoiceEntity> newest =
        find("farmerId = ?1 order by blockIndex desc", farmer).page(0, 1).list();
    return newest.isEmpty() ? null : newest.getFirst().harvestAfter;
  }

  /**
   * @param farmer null for all
   */
  @ActivateRequestContext
  FarmChoices.Totals totals(@Nullable UUID farmer) {
    FarmChoices.Sums sums =
        (FarmChoices.Sums)
            getEntityManager()
                .createNativeQuery(
                    """
                    select coalesce(sum(blocks), 0)::bigint as blocks,
                      coalesce(sum(skipped), 0)::bigint as skipped,
                      coalesce(sum(unstaked), 0)::bigint as unstaked,
                      coalesce(sum(saved), 0) as saved, coalesce(sum(expected), 0) as expected,
                      coalesce(sum(came), 0) as came
                    from farm_choice_totals
                    where cast(:farmer as uuid) is null or farmer_id = cast(:farmer as uuid)
                    """,
                    FarmChoices.Sums.class)
                .setParameter("farmer", farmer)
                .getSingleResult();
    return sums.totals();
  }
}
