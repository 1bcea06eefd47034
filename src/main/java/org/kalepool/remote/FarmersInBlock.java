package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the stages know of a pooler's farmers in a block, by their published views. */
@Singleton
class FarmersInBlock {
  private final EntityManager entities;

  FarmersInBlock(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * A farmer in a block.
   *
   * @param status PLANTED, FAILED, or null while nothing is decided
   * @param ledger in which it was planted
   * @param zeros of its best work on the chain
   * @param pendingZeros of a work that may still land
   * @param open whether a plant is on its way
   */
  @RegisterForReflection
  record Row(
      UUID farmer,
      String custodial,
      long seq,
      @Nullable String status,
      @Nullable Long stake,
      @Nullable String cause,
      @Nullable String detail,
      @Nullable String hash,
      @Nullable Long ledger,
      @Nullable Integer zeros,
      @Nullable Integer pendingZeros,
      boolean open) {
    boolean isPlanted() {
      return "PLANTED".equals(status);
    }
  }

  /**
   * A pail of a pooler's.
   *
   * @param worked whether a work is known
   * @param settled whether it was harvested or lost
   */
  @RegisterForReflection
  record PailRow(UUID farmer, String custodial, long stake, boolean worked, boolean settled) {}

  /** Whoever is active with the pooler now, or has an outcome with it in this block. */
  @SuppressWarnings("unchecked")
  @ActivateRequestContext
  List<Row> planting(UUID pooler, long block) {
    return entities
        .createNativeQuery(
            """
            select f.id, f.custodial, f.seq, o.status, o.stake, o.cause, o.detail,
              o.transaction_hash, o.ledger,
              (select max(w.zeros) from landed_works w
               where w.farmer_id = f.id and w.block_index = :block) as zeros,
              (select max(y.zeros) from flying_works y
               where y.farmer_id = f.id and y.block_index = :block) as pending_zeros,
              exists (select 1 from open_deeds d where d.farmer_id = f.id
                and d.block_index = :block and d.action = 'PLANT') as open
            from (
              select k.id from known_farmers k
              where k.pooler_id = :pooler and k.state = 'ACTIVE'
              union
              select c.farmer_id from planting_outcomes c
              where c.pooler_id = :pooler and c.block_index = :block) x
            join known_farmers f on f.id = x.id
            left join lateral (
              select * from planting_outcomes c
              where c.farmer_id = f.id and c.block_index = :block
              order by c.status desc limit 1) o on true
            where o.pooler_id is null or o.pooler_id = :pooler
            order by f.seq
            """,
            Row.class)
        .setParameter("pooler", pooler)
        .setParameter("block", block)
        .getResultList();
  }

  @SuppressWarnings("unchecked")
  @ActivateRequestContext
  List<PailRow> pails(UUID pooler, long block) {
    return entities
        .createNativeQuery(
            """
            select p.farmer_id, f.custodial, p.stake,
              exists (select 1 from landed_works w where w.farmer_id = p.farmer_id
                and w.block_index = p.block_index) as worked,
              exists (select 1 from settled_pails s where s.farmer_id = p.farmer_id
                and s.block_index = p.block_index) as settled
            from pails p join known_farmers f on f.id = p.farmer_id
            where p.pooler_id = :pooler and p.block_index = :block
            order by f.seq
            """,
            PailRow.class)
        .setParameter("pooler", pooler)
        .setParameter("block", block)
        .getResultList();
  }

  /** What the pooler has come to owe for stakes of this block, stroops. */
  @ActivateRequestContext
  long compensation(UUID pooler, long block) {
    return (Long)
        entities
            .createNativeQuery(
                """
                select cast(coalesce(sum(c.amount), 0) as bigint) from known_compensations c
                where c.pooler_id = :pooler and c.block_index = :block
                """,
                Long.class)
            .setParameter("pooler", pooler)
            .setParameter("block", block)
            .getSingleResult();
  }
}
