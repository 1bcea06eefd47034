package org.kalepool.profit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code block_fields}, and what stages publish of the pool's own pails. */
@Singleton
class BlockFieldRepository implements PanacheRepositoryBase<BlockFieldEntity, Long> {
  /** The newest, the newest first. */
  @ActivateRequestContext
  List<FieldSample> newest(int most) {
    return find("order by blockIndex desc").page(0, most).stream()
        .map(BlockFieldEntity::sample)
        .toList();
  }

  /**
   * How the pool has worked lately.
   *
   * @param works a pail, null without a pail
   * @param zeros of those that counted, null without one
   */
  @RegisterForReflection
  record Worked(@Nullable Double works, @Nullable Double zeros) {}

  @ActivateRequestContext
  Worked worked(long since) {
    return getEntityManager()
        .createQuery(
            "select cast(sum(works) as double) / nullif(sum(pails), 0), avg(zeros)"
                + " from BlockFieldEntity where blockIndex >= :since and pails > 0",
            Worked.class)
        .setParameter("since", since)
        .getSingleResult();
  }

  /** The pool's pails in a block, and their parts, on average; null without a block. */
  @RegisterForReflection
  record Own(@Nullable Double pails, @Nullable Double parts) {}

  @ActivateRequestContext
  Own own(long since) {
    return getEntityManager()
        .createQuery(
            "select avg(pails), avg(ownParts) from BlockFieldEntity"
                + " where blockIndex >= :since and pails > 0",
            Own.class)
        .setParameter("since", since)
        .getSingleResult();
  }

  @ActivateRequestContext
  boolean has(long block) {
    return count("blockIndex", block) > 0;
  }

  /** A pail of the pool's, its stake in stroops; without zeros and gap if it was not worked. */
  @RegisterForReflection
  record OwnPail(UUID farmer, Long stake, @Nullable Integer zeros, @Nullable Long gap) {}

  @ActivateRequestContext
  @SuppressWarnings("unchecked")
  List<OwnPail> pails(long block) {
    return getEntityManager()
        .createNativeQuery(
            """
            select p.farmer_id as farmer, p.stake, w.zeros, w.gap
            from pails p
            left join lateral (
              select l.zeros, l.gap from landed_works l
              where l.farmer_id = p.farmer_id and l.block_index = p.block_index
              order by l.zeros desc limit 1) w on true
            where p.block_index = :block
            """,
            OwnPail.class)
        .setParameter("block", block)
        .getResultList();
  }

  /** Works of a block that cost a fee. */
  @ActivateRequestContext
  long works(long block) {
    return ((Number)
            getEntityManager()
                .createNativeQuery(
                    "select count(*) from deeds where block_index = :block and action = 'WORK'"
                        + " and state in ('LANDED','FAILED')")
                .setParameter("block", block)
                .getSingleResult())
        .longValue();
  }

  /** A stake that is planted in a block, or may come to be, stroops. */
  @RegisterForReflection
  record Seated(UUID pooler, Long stake) {}

  @ActivateRequestContext
  @SuppressWarnings("unchecked")
  List<Seated> seated(long block) {
    return getEntityManager()
        .createNativeQuery(
            """
            select pooler_id as pooler, stake from pails where block_index = :block
            union all
            select o.pooler_id, coalesce(t.staked, 0)
            from open_deeds o join known_transactions t on t.id = o.transaction_id
            where o.block_index = :block and o.action = 'PLANT'
            """,
            Seated.class)
        .setParameter("block", block)
        .getResultList();
  }

  /**
   * In the caller's database transaction.
   *
   * @param factor by which what was expected had been corrected
   * @return false if the block has a row already
   */
  boolean add(
      FieldSample sample, double factor, long pails, long works, double zeros, Instant now) {
    FieldLimits limits = Objects.requireNonNull(sample.limits());
    return getEntityManager()
            .createNativeQuery(
                """
                insert into block_fields (block_index, parts, own_parts, expected_parts, forfeited,
                  expected, came, factor, pails, works, zeros, at, min_gap, max_gap, min_stake,
                  max_stake, min_zeros, max_zeros)
                values (:block, :parts, :own, :expected_parts, :forfeited, :expected, :came,
                  :factor, :pails, :works, :zeros, :now, :min_gap, :max_gap, :min_stake,
                  :max_stake, :min_zeros, :max_zeros)
                on conflict do nothing
                """)
            .setParameter("block", sample.block())
            .setParameter("parts", sample.parts())
            .setParameter("own", sample.ownParts())
            .setParameter("expected_parts", sample.expectedParts())
            .setParameter("forfeited", sample.forfeited())
            .setParameter("expected", sample.expected())
            .setParameter("came", sample.came())
            .setParameter("factor", factor)
            .setParameter("pails", pails)
            .setParameter("works", works)
            .setParameter("zeros", zeros)
            .setParameter("now", now)
            .setParameter("min_gap", limits.minGap())
            .setParameter("max_gap", limits.maxGap())
            .setParameter("min_stake", limits.minStake())
            .setParameter("max_stake", limits.maxStake())
            .setParameter("min_zeros", limits.minZeros())
            .setParameter("max_zeros", limits.maxZeros())
            .executeUpdate()
        == 1;
  }
}
