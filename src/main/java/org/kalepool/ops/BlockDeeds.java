package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** What the pool did for each account in a block, as long as that is not archived. */
@Singleton
public final class BlockDeeds {
  private final EntityManager entities;

  BlockDeeds(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * A pail, or why there is none. Amounts are stroops.
   *
   * @param account the custodial account
   * @param status {@code PLANTED} or {@code FAILED}
   * @param cause why nothing was planted
   * @param debtor whose fault that was: {@code FARMER}, {@code POOLER} or {@code NETWORK}
   * @param harvestStatus {@code HARVESTED} or {@code LOST}, null while it is open
   */
  @RegisterForReflection
  public record Deed(
      long id,
      String account,
      String status,
      long stake,
      @Nullable String cause,
      @Nullable String debtor,
      @Nullable String plantHash,
      @Nullable Integer zeros,
      @Nullable Long gap,
      @Nullable String workHash,
      @Nullable String harvestStatus,
      @Nullable Long reward,
      @Nullable String harvestCause,
      @Nullable String harvestDebtor,
      @Nullable String harvestHash) {}

  /** What was planted last comes first. */
  public Page<Deed> of(long block, Paging paging) {
    List<Deed> rows =
        entities
            .createQuery(
                "select d.id, d.custodial, d.status, d.stake, d.cause, d.debtor, d.plantHash,"
                    + " d.zeros, d.gap, d.workHash, d.harvestStatus, d.reward, d.harvestCause,"
                    + " d.harvestDebtor, d.harvestHash from BlockDeedView d"
                    + " where d.blockIndex = :block and d.id < :before order by d.id desc"
                    + " limit :rows",
                Deed.class)
            .setParameter("block", block)
            .setParameter("before", paging.before())
            .setParameter("rows", paging.rows())
            .getResultList();
    return Page.of(paging, rows, Deed::id);
  }
}
