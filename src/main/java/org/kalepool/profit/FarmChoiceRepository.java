package org.kalepool.profit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** The tables {@code farm_choices} and {@code farm_choice_totals}. */
@Singleton
class FarmChoiceRepository
    implements PanacheRepositoryBase<FarmChoiceEntity, FarmChoiceEntity.Key> {

  /**
   * Stores what was chosen, or chosen anew as long as the block is not over. Who was to be left out
   * first and is planted late has given something up: what was wished is what it was then.
   */
  void put(UUID farmer, long block, Choices.Chosen chosen, Instant now) {
    FarmDecision decision = chosen.decision();
    getEntityManager()
        .createNativeQuery(
            """
            insert into farm_choices (farmer_id, block_index, choice, farm_when, stake, reward, fees,
              gain, saved, price, factor, harvest_after, wished_stake, wished_parts, wished_fees,
              parts, expected_parts, share, risked, at)
            values (:farmer, :block, :choice, :when, :stake, :reward, :fees, :gain, :saved,
              cast(:price as bigint), :factor, cast(:harvest as integer), :wished_stake,
              :wished_parts, :wished_fees, :parts, :expected_parts, :share, :risked, :now)
            on conflict (farmer_id, block_index) do update set choice = excluded.choice,
              farm_when = excluded.farm_when, stake = excluded.stake, reward = excluded.reward,
              fees = excluded.fees, gain = excluded.gain, saved = excluded.saved,
              price = excluded.price, factor = excluded.factor,
              harvest_after = excluded.harvest_after, at = excluded.at,
              wished_stake = case when farm_choices.choice = 'SKIP'
                then farm_choices.wished_stake else excluded.wished_stake end,
              wished_parts = case when farm_choices.choice = 'SKIP'
                then farm_choices.wished_parts else excluded.wished_parts end,
              wished_fees = case when farm_choices.choice = 'SKIP'
                then farm_choices.wished_fees else excluded.wished_fees end,
              parts = excluded.parts, expected_parts = excluded.expected_parts, share = excluded.share, risked = excluded.risked
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
        .setParameter("wished_stake", chosen.wished().stake())
        .setParameter("wished_parts", chosen.wished().parts())
        .setParameter("wished_fees", chosen.wished().fees())
        .setParameter("parts", chosen.wished().chosenParts())
        .setParameter("expected_parts", chosen.expectedParts())
        .setParameter("share", chosen.wished().shareBasisPoints())
        .setParameter("risked", decision.atWorst())
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
  record Expected(BigDecimal reward, BigDecimal came, double parts, double factor) {}

  Expected expected(long block) {
    return (Expected)
        getEntityManager()
            .createNativeQuery(
                """
                select coalesce(sum(reward), 0)::numeric as reward,
                  coalesce(sum(came), 0)::numeric as came,
                  coalesce(sum(expected_parts), 0)::double precision as parts,
                  coalesce(avg(factor), 1)::double precision as factor
                from farm_choices
                where block_index = :block and choice <> 'SKIP' and came is not null
                """,
                Expected.class)
            .setParameter("block", block)
            .getSingleResult();
  }

  /** What was chosen for a farmer of a block, as far as it says what was given up; stroops. */
  @RegisterForReflection
  record Made(
      UUID farmer,
      Double wishedParts,
      Double parts,
      Long wishedFees,
      Long fees,
      Integer share,
      Long risked) {
    Shortfall.Made of() {
      return new Shortfall.Made(wishedParts, parts, Xlm.ofStroops(wishedFees - fees), share);
    }
  }

  @SuppressWarnings("unchecked")
  List<Made> made(long block) {
    return getEntityManager()
        .createNativeQuery(
            """
            select farmer_id as farmer, wished_parts, parts, wished_fees, fees, share, risked
            from farm_choices where block_index = :block and not counted order by farmer_id
            """,
            Made.class)
        .setParameter("block", block)
        .getResultList();
  }

  /** Stores what a choice came to, in the caller's database transaction. */
  void settle(UUID farmer, long block, Shortfall shortfall) {
    getEntityManager()
        .createNativeQuery(
            "update farm_choices set always = :always, behind = :behind"
                + " where farmer_id = :farmer and block_index = :block and not counted")
        .setParameter("always", shortfall.always())
        .setParameter("behind", shortfall.behind())
        .setParameter("farmer", farmer)
        .setParameter("block", block)
        .executeUpdate();
  }

  /**
   * Counts a block's choices in, once, in the caller's database transaction; those of blocks before
   * it, too, that closed while nobody looked. What is not known of them was as bad as it could be.
   */
  void count(long block) {
    getEntityManager()
        .createNativeQuery(
            """
            with counted as (
              update farm_choices set counted = true, behind = coalesce(behind, risked)
              where block_index <= :block and not counted
              returning farmer_id, choice, wished_stake, saved, reward, came, always, behind)
            insert into farm_choice_totals
              (farmer_id, blocks, skipped, unstaked, saved, expected, came, always, behind)
            select farmer_id, count(*), count(*) filter (where choice = 'SKIP'),
              count(*) filter (where choice = 'ZERO' and wished_stake > 0), sum(saved),
              coalesce(sum(reward) filter (where came is not null), 0), coalesce(sum(came), 0),
              coalesce(sum(always), 0), sum(behind)
            from counted group by farmer_id order by farmer_id
            on conflict (farmer_id) do update set
              blocks = farm_choice_totals.blocks + excluded.blocks,
              skipped = farm_choice_totals.skipped + excluded.skipped,
              unstaked = farm_choice_totals.unstaked + excluded.unstaked,
              saved = farm_choice_totals.saved + excluded.saved,
              expected = farm_choice_totals.expected + excluded.expected,
              came = farm_choice_totals.came + excluded.came,
              always = farm_choice_totals.always + excluded.always,
              behind = farm_choice_totals.behind + excluded.behind
            """)
        .setParameter("block", block)
        .executeUpdate();
  }

  /** How a farmer stands beside farming always; XLM, stroops. */
  @RegisterForReflection
  record Stands(UUID farmer, BigDecimal always, BigDecimal behind, BigDecimal risked) {
    Guarantee.Standing standing() {
      return new Guarantee.Standing(always, behind, risked);
    }
  }

  /**
   * How all farmers stand of whom something was chosen.
   *
   * @param block which is being decided: what it risks is not reckoned with
   */
  @ActivateRequestContext
  Map<UUID, Guarantee.Standing> standings(long block) {
    return stands(block, null).stream().collect(Collectors.toMap(Stands::farmer, Stands::standing));
  }

  /** How one stands. */
  @ActivateRequestContext
  Guarantee.Standing standing(UUID farmer) {
    return stands(-1, farmer).stream()
        .map(Stands::standing)
        .findFirst()
        .orElse(Guarantee.Standing.NEW);
  }

  @SuppressWarnings("unchecked")
  private List<Stands> stands(long block, @Nullable UUID farmer) {
    return getEntityManager()
        .createNativeQuery(
            """
            select t.farmer_id as farmer, t.always, t.behind,
              coalesce(c.risked, 0)::numeric as risked
            from farm_choice_totals t
            left join (
              select farmer_id, sum(risked) as risked from farm_choices
              where not counted and block_index <> :block group by farmer_id) c
              on c.farmer_id = t.farmer_id
            where cast(:farmer as uuid) is null or t.farmer_id = cast(:farmer as uuid)
            """,
            Stands.class)
        .setParameter("block", block)
        .setParameter("farmer", farmer)
        .getResultList();
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
                + " harvestAfter, came, wishedStake, risked, behind, at from FarmChoiceEntity"
                + " where farmerId = :farmer and blockIndex < :before"
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
                      coalesce(sum(came), 0) as came, coalesce(sum(always), 0) as always,
                      coalesce(sum(behind), 0) as behind
                    from farm_choice_totals
                    where cast(:farmer as uuid) is null or farmer_id = cast(:farmer as uuid)
                    """,
                    FarmChoices.Sums.class)
                .setParameter("farmer", farmer)
                .getSingleResult();
    return sums.totals();
  }
}
