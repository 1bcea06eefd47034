package org.kalepool.work;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredPail;

/**
 * Ends the work in blocks that have closed: whoever was planted and not worked gets a row that says
 * why, and when nothing can land any more, the block's work is finished.
 */
@Singleton
final class WorkEnd {
  private static final Logger LOG = Logger.getLogger(WorkEnd.class);

  /** Three and a half days: a block that was over for longer is no longer looked for. */
  private static final long BLOCKS_BACK = 1_000;

  private final Db db;
  private final Chain chain;
  private final Clock clock;
  private final Leader leader;
  private final Event<WorkFinished> finished;
  private final Event<FarmerWorked> worked;

  WorkEnd(
      Db db,
      Chain chain,
      Clock clock,
      Leader leader,
      Event<WorkFinished> finished,
      Event<FarmerWorked> worked) {
    this.db = db;
    this.chain = chain;
    this.clock = clock;
    this.leader = leader;
    this.finished = finished;
    this.worked = worked;
  }

  /** A planted farmer about whom {@code works} says nothing final yet. */
  private record Unworked(
      UUID farmer,
      UUID pooler,
      Address custodial,
      @Nullable Integer bestZeros,
      @Nullable String lastCause) {}

  /**
   * Ends what has closed before this block. Throws nothing that the next sweep does not repair.
   *
   * @return whether nothing is left to be ended
   */
  boolean endBefore(long index) {
    List<Long> unfinished =
        db.list(
            """
            select block_index from block_operations
            where block_index < ? and worked_at is null order by block_index
            """,
            row -> row.getLong(1),
            index);
    unseen(index).forEach(this::endUnworked);
    boolean all = true;
    for (long block : unfinished) {
      endUnworked(block);
      if (finish(block)) {
        LOG.infof("work in block %d is finished", block);
        finished.fire(new WorkFinished(block));
      } else {
        all = false;
      }
    }
    return all;
  }

  private void endUnworked(long block) {
    List<Unworked> unworked = unworked(block);
    if (!unworked.isEmpty()) {
      Map<Address, StoredPail> pails =
          chain.pails(unworked.stream().map(Unworked::custodial).toList(), block);
      for (Unworked farmer : unworked) {
        QuarkusTransaction.requiringNew()
            .run(
                () -> {
                  leader.hold();
                  end(farmer, block, pails.get(farmer.custodial()));
                });
      }
    }
  }

  /** Blocks that opened by this pool's plants and expired before the node answered again. */
  private List<Long> unseen(long index) {
    return db.list(
        """
        select k.block_index from planted_blocks k
        where k.pooler_id = '00000000-0000-0000-0000-000000000000'
          and k.block_index < ? and k.block_index > ?
          and not exists (select 1 from block_operations b where b.block_index = k.block_index)
          and not exists (select 1 from archived_blocks a where a.block_index = k.block_index)
        order by k.block_index
        """,
        row -> row.getLong(1),
        index,
        index - BLOCKS_BACK);
  }

  /**
   * A farmer whose work was refused as no better than one that this pool did not send: what the
   * pail says counts. Anyone may work a pail.
   *
   * @return whether the pail has been worked
   */
  boolean adopt(WorkStore.Planted farmer, long block) {
    StoredPail pail = chain.pails(List.of(farmer.custodial()), block).get(farmer.custodial());
    return pail != null && adopt(farmer.farmer(), farmer.pooler(), block, pail);
  }

  private boolean adopt(UUID farmer, UUID pooler, long block, StoredPail pail) {
    Long zeros = pail.pail().zeros();
    if (!pail.pail().worked() || zeros == null) {
      return false;
    }
    int rows =
        db.update(
            """
            insert into works (block_index, farmer_id, pooler_id, kind, status, zeros, gap, detail,
              ledger, worked_at)
            values (?, ?, ?, 'FINAL', 'WORKED', ?, ?, 'sent by somebody else', ?, ?)
            on conflict do nothing
            """,
            block,
            farmer,
            pooler,
            zeros.intValue(),
            pail.pail().gap(),
            pail.ledger(),
            clock.instant());
    if (rows > 0) {
      worked.fire(new FarmerWorked(farmer, block));
    }
    return true;
  }

  private List<Unworked> unworked(long block) {
    return db.list(
        """
        select p.farmer_id, p.pooler_id, f.custodial, l.cause,
          (select max(zeros) from best_nonces b
           where b.farmer_id = p.farmer_id and b.block_index = p.block_index) as zeros
        from plantings p
        join farmers f on f.id = p.farmer_id
        left join lateral (
          select cause from works w where w.farmer_id = p.farmer_id
            and w.block_index = p.block_index and w.cause is not null
          order by id desc limit 1) l on true
        where p.block_index = ? and p.status = 'PLANTED'
          and not exists (select 1 from works w where w.farmer_id = p.farmer_id
            and w.block_index = p.block_index
            and (w.status = 'WORKED' or w.transaction_id is null))
          and not exists (select 1 from transactions t
            join transaction_actions a on a.transaction_id = t.id
            where t.state in ('QUEUED','BUILT') and a.farmer_id = p.farmer_id
              and a.block_index = p.block_index and a.action = 'WORK')
        """,
        row ->
            new Unworked(
                row.getObject("farmer_id", UUID.class),
                row.getObject("pooler_id", UUID.class),
                Address.of(row.getString("custodial")),
                row.getObject("zeros", Integer.class),
                row.getString("cause")),
        block);
  }

  private void end(Unworked farmer, long block, @Nullable StoredPail pail) {
    if (pail != null && adopt(farmer.farmer(), farmer.pooler(), block, pail)) {
      return;
    }
    Cause cause =
        farmer.lastCause() == null ? Cause.BLOCK_CLOSED : Cause.valueOf(farmer.lastCause());
    db.update(
        """
        insert into works (block_index, farmer_id, pooler_id, kind, status, zeros, cause, detail,
          debtor, worked_at)
        values (?, ?, ?, 'FINAL', 'FAILED', ?, ?, ?, ?, ?)
        on conflict do nothing
        """,
        block,
        farmer.farmer(),
        farmer.pooler(),
        farmer.bestZeros(),
        cause.name(),
        why(farmer),
        WorkSettlement.debtor(cause).name(),
        clock.instant());
    LOG.warnf("farmer %s was not worked in block %d: %s", farmer.farmer(), block, why(farmer));
  }

  private static String why(Unworked farmer) {
    if (farmer.lastCause() != null) {
      return "the last work sent came to nothing and the block closed";
    }
    return farmer.bestZeros() == null
        ? "no hash had been found when the block closed"
        : "the block closed before a work was sent";
  }

  /** Whether the block's work is finished, and was not before. */
  private boolean finish(long block) {
    return QuarkusTransaction.requiringNew()
            .call(
                () ->
                    db.update(
                        """
                        update block_operations b set worked_at = ?
                        where block_index = ? and worked_at is null
                          and not exists (select 1 from transactions t
                            join transaction_actions a on a.transaction_id = t.id
                            where t.state in ('QUEUED','BUILT')
                              and a.block_index = b.block_index and a.action in ('PLANT','WORK'))
                          and not exists (select 1 from plantings p
                            where p.block_index = b.block_index and p.status = 'PLANTED'
                              and not exists (select 1 from works w
                                where w.farmer_id = p.farmer_id
                                  and w.block_index = p.block_index
                                  and (w.status = 'WORKED' or w.transaction_id is null)))
                        """,
                        clock.instant(),
                        block))
        > 0;
  }
}
