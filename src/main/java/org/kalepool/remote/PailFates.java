package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of pails, by the stages' published views. */
@Singleton
class PailFates {
  private final EntityManager entities;

  PailFates(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * A farmer in a block.
   *
   * @param pooler the farmer's, null if there is no such farmer
   * @param planted whether it has a pail of the asking pooler's
   * @param ended HARVESTED or LOST, null while it is open
   * @param interval after how many blocks it is due, null if it is not open
   * @param leaving whether the farmer leaves, so that it is due at once
   * @param worked whether a work is known
   * @param underWay whether a harvest is
   * @param lastCause why the newest attempt came to nothing, null without one
   */
  @RegisterForReflection
  record Fate(
      UUID farmer,
      @Nullable UUID pooler,
      boolean planted,
      @Nullable String ended,
      @Nullable Long reward,
      @Nullable String hash,
      @Nullable String cause,
      @Nullable String detail,
      @Nullable Integer interval,
      boolean leaving,
      boolean worked,
      boolean underWay,
      @Nullable String lastCause,
      @Nullable String lastDetail) {}

  /** In the order of their ids. */
  @SuppressWarnings("unchecked")
  @ActivateRequestContext
  List<Fate> of(UUID pooler, long block, List<UUID> farmers) {
    return entities
        .createNativeQuery(
            """
            select w.id, f.pooler_id, l.farmer_id is not null as planted, h.status, h.reward,
              h.transaction_hash, h.cause, h.detail, o.harvest_interval,
              coalesce(o.farmer_state = 'LEAVING', false) as leaving,
              o.worked_zeros is not null as worked,
              exists (select 1 from open_deeds d where d.farmer_id = w.id
                and d.block_index = :block and d.action = 'HARVEST') as under_way,
              n.cause as last_cause, n.detail as last_detail
            from unnest(cast(:farmers as uuid[])) as w (id)
            left join known_farmers f on f.id = w.id
            left join pails l on l.farmer_id = w.id and l.block_index = :block
              and l.pooler_id = :pooler
            left join open_pails o on o.farmer_id = w.id and o.block_index = :block
            left join lateral (
              select * from harvest_outcomes e where e.farmer_id = w.id
                and e.block_index = :block and e.status in ('HARVESTED', 'LOST')
              order by e.id desc limit 1) h on true
            left join lateral (
              select * from harvest_outcomes e where e.farmer_id = w.id
                and e.block_index = :block and e.status = 'FAILED'
              order by e.id desc limit 1) n on true
            order by w.id
            """,
            Fate.class)
        .setParameter("pooler", pooler)
        .setParameter("block", block)
        .setParameter("farmers", farmers.toArray(UUID[]::new))
        .getResultList();
  }
}
