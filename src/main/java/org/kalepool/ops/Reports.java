package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Paging;

/** What is read of several modules' tables at once, by the views of {@code V28__reports.sql}. */
@Singleton
class Reports {
  private final EntityManager entities;

  Reports(EntityManager entities) {
    this.entities = entities;
  }

  /** Sums over all that was ever done. */
  @RegisterForReflection
  record Sums(
      long blocks,
      long planted,
      long plantFailures,
      long works,
      long harvested,
      long lost,
      long openPails,
      BigDecimal rewards,
      BigDecimal forfeits,
      BigDecimal openStake) {}

  /** How many farmers are in a state. */
  @RegisterForReflection
  record InState(String state, int farmers) {}

  /**
   * Transactions that are open, and what is owed to farmers.
   *
   * @param owed stroops of KALE
   */
  @RegisterForReflection
  record OpenMoney(int queued, int sent, BigDecimal owed) {}

  /** Since when a farmer is in its state, and what it waits for. */
  @RegisterForReflection
  record Waiting(
      UUID farmer,
      Instant since,
      String why,
      @Nullable String obstacle,
      @Nullable String detail,
      @Nullable String cause) {}

  /**
   * A block that is over and not finished.
   *
   * @param open the transactions that hold it up, separated by commas
   */
  @RegisterForReflection
  record Unfinished(long block, Instant closedAt, @Nullable String open) {}

  /**
   * A pail that will not live long.
   *
   * @param stake stroops
   * @param left ledgers
   */
  @RegisterForReflection
  record Expiring(UUID farmer, long block, long stake, long left) {}

  /**
   * The stakes in a block.
   *
   * @param atRisk stroops of those without a hash
   */
  @RegisterForReflection
  record Stakes(long planted, long withoutHash, BigDecimal atRisk) {}

  List<OperatorFarmerView> farmers(
      Paging paging, @Nullable String state, @Nullable UUID pooler, @Nullable String part) {
    return entities
        .createQuery(
            "from OperatorFarmerView where seq < :before and (cast(:state as string) is null or"
                + " state = :state) and poolerId = coalesce(:pooler, poolerId) and (:part = ''"
                + " or custodialWallet like :part || '%' or custodialWallet like '%' || :part"
                + " or payoutWallet like :part || '%' or payoutWallet like '%' || :part"
                + " or upper(cast(farmerId as string)) like :part || '%')"
                + " order by seq desc limit :rows",
            OperatorFarmerView.class)
        .setParameter("before", paging.before())
        .setParameter("state", state)
        .setParameter("pooler", pooler)
        .setParameter("part", part == null ? "" : part.toUpperCase(Locale.ROOT))
        .setParameter("rows", paging.rows())
        .getResultList();
  }

  /** A block by pooler. */
  List<BlockPoolerView> poolers(long block) {
    return entities
        .createQuery(
            "from BlockPoolerView where blockIndex = :block order by poolerId",
            BlockPoolerView.class)
        .setParameter("block", block)
        .getResultList();
  }

  /**
   * @param pooler only its, null for all; so in the next
   */
  List<OperatorLists.Debt> debts(Paging paging, @Nullable UUID pooler) {
    return entities
        .createQuery(
            "select d.id, d.poolerId, d.farmerId, d.late, d.amount, d.xlm, d.since, d.waitingFor,"
                + " d.detail, d.transactionHash, d.paidAt from OperatorDebtView d"
                + " where d.id < :before and d.poolerId = coalesce(:pooler, d.poolerId)"
                + " order by d.id desc limit :rows",
            OperatorLists.Debt.class)
        .setParameter("pooler", pooler)
        .setParameter("before", paging.before())
        .setParameter("rows", paging.rows())
        .getResultList();
  }

  List<OperatorLists.Compensation> compensations(Paging paging, @Nullable UUID pooler) {
    return entities
        .createQuery(
            "select c.id, c.poolerId, c.farmerId, c.blockIndex, c.amount, c.cause, c.at"
                + " from OperatorCompensationView c where c.id < :before"
                + " and c.poolerId = coalesce(:pooler, c.poolerId) order by c.id desc"
                + " limit :rows",
            OperatorLists.Compensation.class)
        .setParameter("pooler", pooler)
        .setParameter("before", paging.before())
        .setParameter("rows", paging.rows())
        .getResultList();
  }

  List<ListedBlockView> blocks(Paging paging) {
    return entities
        .createQuery(
            "from ListedBlockView where blockIndex < :before order by blockIndex desc limit :rows",
            ListedBlockView.class)
        .setParameter("before", paging.before())
        .setParameter("rows", paging.rows())
        .getResultList();
  }

  Optional<BlockSummaryView> block(long index) {
    return Optional.ofNullable(entities.find(BlockSummaryView.class, index));
  }

  @ActivateRequestContext
  Sums sums() {
    return entities
        .createQuery(
            "select s.blocks, s.planted, s.plantFailures, s.works, s.harvested, s.lost,"
                + " s.openPails, s.rewards, s.forfeits, s.openStake from PoolSumsView s",
            Sums.class)
        .getSingleResult();
  }

  @ActivateRequestContext
  List<InState> states() {
    return entities
        .createQuery("select s.state, s.farmers from FarmerStateView s", InState.class)
        .getResultList();
  }

  OpenMoney money() {
    return entities
        .createQuery("select m.queued, m.sent, m.owed from OpenMoneyView m", OpenMoney.class)
        .getSingleResult();
  }

  /** Farmers that have been in a state since before a time; without those an operator put there. */
  List<Waiting> waiting(String state, Instant before) {
    return entities
        .createQuery(
            "select w.farmerId, w.since, w.why, w.obstacle, w.detail, w.cause"
                + " from WaitingFarmerView w where w.state = :state and w.since < :before"
                + " and (w.state <> 'SUSPENDED' or w.byWhom <> 'operator') order by w.seq",
            Waiting.class)
        .setParameter("state", state)
        .setParameter("before", before)
        .getResultList();
  }

  List<Unfinished> notPlanted(Instant before) {
    return unfinished("openPlants", "plantedAt", before);
  }

  List<Unfinished> notWorked(Instant before) {
    return unfinished("openWorks", "workedAt", before);
  }

  private List<Unfinished> unfinished(String open, String end, Instant before) {
    return entities
        .createQuery(
            """
            select b.blockIndex, b.closedAt, b.%s from UnfinishedBlockView b
            where b.%s is null and b.closedAt < :before order by b.blockIndex
            """
                .formatted(open, end),
            Unfinished.class)
        .setParameter("before", before)
        .getResultList();
  }

  /**
   * Pails of older blocks that will be gone soon.
   *
   * @param life ledgers that a pail lives
   * @param ledger the newest
   * @param soon within so many ledgers
   */
  @SuppressWarnings("unchecked")
  List<Expiring> expiring(long life, long ledger, long running, long soon) {
    return entities
        .createNativeQuery(
            """
            select farmer_id, block_index, stake,
              least(live_until, planted_ledger + :life - 1) - :ledger
            from pail_lives where block_index < :running
              and least(live_until, planted_ledger + :life - 1) - :ledger < :soon
            order by block_index, farmer_id
            """,
            Expiring.class)
        .setParameter("life", life)
        .setParameter("ledger", ledger)
        .setParameter("running", running)
        .setParameter("soon", soon)
        .getResultList();
  }

  Stakes stakes(UUID pooler, long block) {
    return (Stakes)
        entities
            .createNativeQuery(
                """
                select count(*), count(*) filter (where not safe),
                  coalesce(sum(stake) filter (where not safe), 0)
                from hashed_stakes where pooler_id = :pooler and block_index = :block
                """,
                Stakes.class)
            .setParameter("pooler", pooler)
            .setParameter("block", block)
            .getSingleResult();
  }

  /** Restored farmers whose books and chain agree. */
  List<UUID> agreeing() {
    return entities
        .createQuery("select a.farmerId from AgreeingFarmerView a order by a.seq", UUID.class)
        .getResultList();
  }
}
