package org.kalepool.lab.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The invariants that the pool's database must hold about farmers and their money, as queries for
 * what breaks them. What the schema itself refuses is asked for all the same: a constraint can be
 * lost in a migration.
 */
final class FarmInvariants {
  private static final String COUNTERS =
      " wished, planted, plant_failures, works, worked, harvested, lost, open_pails, staked,"
          + " rewards, forfeits, open_stake, compensations";

  /** From a block on, or between two. */
  static final Map<String, String> AFTER_EACH_BLOCK = new LinkedHashMap<>();

  /** In all of history. */
  static final Map<String, String> OVER_ALL = new LinkedHashMap<>();

  static {
    for (String table : List.of("plantings", "works", "harvests")) {
      AFTER_EACH_BLOCK.put(
          "a failure without cause or debtor in " + table,
          "select farmer_id, block_index, status from "
              + table
              + " where block_index >= ? and status in ('FAILED','LOST')"
              + " and (cause is null or debtor is null)");
    }
    AFTER_EACH_BLOCK.put(
        "planted and neither worked nor told why not",
        "select p.farmer_id, p.block_index from plantings p where p.status = 'PLANTED'"
            + " and p.block_index >= ?1 and p.block_index <= ?2 and not exists (select 1 from"
            + " works w where w.farmer_id = p.farmer_id and w.block_index = p.block_index)");
    AFTER_EACH_BLOCK.put(
        "active all through a block and neither planted nor told why not",
        "select f.id, b.block_index from farmers f, block_operations b where f.state = 'ACTIVE'"
            + " and b.block_index >= ?1 and b.block_index <= ?2 and b.block_index > 0"
            + " and (select max(at) from farmer_events e where e.farmer_id = f.id) < b.seen_at"
            + " and not exists (select 1 from plantings p where p.farmer_id = f.id"
            + " and p.block_index = b.block_index)");
    AFTER_EACH_BLOCK.put(
        "a stake lost by the pooler's fault that is not owed, or owed without fault",
        "select h.farmer_id, h.block_index, h.cause, h.debtor, h.stake, c.amount from harvests h"
            + " left join compensations c on c.farmer_id = h.farmer_id"
            + " and c.block_index = h.block_index where h.block_index >= ? and ((h.status = 'LOST'"
            + " and h.debtor = 'POOLER' and h.stake > 0 and c.amount is distinct from h.stake"
            // the contract makes that good
            + " and not exists (select 1 from vaults v where v.farmer_id = h.farmer_id))"
            + " or (c.amount is not null and h.status <> 'FAILED'"
            + " and (h.status <> 'LOST' or h.debtor <> 'POOLER')))");
    AFTER_EACH_BLOCK.put(
        "a reward other than the block's",
        "select h.farmer_id, h.block_index, h.reward, e.reward from harvests h"
            + " join expected_rewards e on e.farmer_id = h.farmer_id"
            + " and e.block_index = h.block_index where h.block_index >= ?"
            + " and h.status = 'HARVESTED' and h.reward <> e.reward");
    for (String action : List.of("PLANT", "HARVEST", "SPLIT", "TRUSTLINE")) {
      OVER_ALL.put(
          "done twice: " + action,
          "select a.farmer_id, a.block_index from all_transaction_actions a join all_transactions t"
              + " on t.id = a.transaction_id where a.action = '"
              + action
              + "' and coalesce(a.ended, t.state) = 'LANDED' group by 1, 2 having count(*) > 1");
    }
    OVER_ALL.put(
        "a batch whose deeds' shares are not its fee",
        "select t.id, t.fee_charged, sum(a.fee_charged) from all_transaction_actions a"
            + " join all_transactions t on t.id = a.transaction_id where a.ended is not null"
            + " and t.state in ('LANDED','FAILED') group by 1, 2"
            + " having sum(a.fee_charged) <> t.fee_charged");
    OVER_ALL.put(
        "a batch of which it is not told what became of a deed",
        "select a.transaction_id, a.farmer_id, a.block_index from transaction_actions a"
            + " where a.ended is null and not a.live and exists (select 1 from"
            + " transaction_actions o where o.transaction_id = a.transaction_id and o.id <> a.id)");
    OVER_ALL.put(
        "a journal entry that does not balance",
        "select entry_id, asset, sum(amount) from all_journal_lines group by entry_id, asset"
            + " having sum(amount) <> 0");
    OVER_ALL.put(
        "an account that is not the sum of its lines",
        "select b.account, b.asset, b.balance, l.sum from account_balances b full join (select"
            + " account, asset, sum(amount) as sum from all_journal_lines group by 1, 2) l"
            + " on l.account = b.account and l.asset = b.asset where b.balance is distinct from"
            + " l.sum");
    OVER_ALL.put(
        "a balance that is not what is carried forward and the lines since",
        "select account, asset, b.balance, c.amount, l.sum from account_balances b left join"
            + " carried_forward c using (account, asset) left join (select account, asset,"
            + " sum(amount) as sum from journal_lines group by 1, 2) l using (account, asset)"
            + " where b.balance <> coalesce(c.amount, 0) + coalesce(l.sum, 0)");
    OVER_ALL.put(
        "an open pail that history does not know, or the other way round",
        "(select farmer_id, block_index from all_plantings where status = 'PLANTED' except select"
            + " farmer_id, block_index from all_harvests where status in ('HARVESTED','LOST'))"
            + " except select farmer_id, block_index from unsettled_pails");
    OVER_ALL.put(
        "counters that are not what history says",
        "(select 'counted', * from (table counted_farmers except select farmer_id, pooler_id,"
            + COUNTERS
            + " from farmer_counters) c) union all (select 'kept', * from (select farmer_id,"
            + " pooler_id,"
            + COUNTERS
            + " from farmer_counters except table counted_farmers) k)");
    OVER_ALL.put(
        "counted blocks that are not what history says",
        "select * from counted_blocks c full join pooler_blocks k using (pooler_id)"
            + " where c.blocks is distinct from k.blocks");
    OVER_ALL.put(
        "two transactions of one lane in flight",
        "select lane from transactions where state = 'BUILT' group by lane having count(*) > 1");
    OVER_ALL.put(
        "departed without a split, or paid and still there",
        "select f.id, f.state, s.id from farmers f left join splits s on s.farmer_id = f.id"
            + " where (s.id is not null and (f.state <> 'DEPARTED' or f.custody = 'VAULT'))"
            + " or (s.id is null and f.state = 'DEPARTED' and f.custody <> 'VAULT'"
            + " and exists (select 1 from farmer_events e where e.farmer_id = f.id"
            + " and e.to_state = 'ACTIVE'))");
    OVER_ALL.put(
        "a vault of whose farmer the pool keeps XLM, fees or debts",
        "select f.id, b.account, b.balance from farmers f join account_balances b on b.account in"
            + " ('xlm:' || f.id, 'fees:' || f.id, 'advanced:' || f.id, 'owed:' || f.id || ':' ||"
            + " f.pooler_id) where f.custody = 'VAULT' and b.balance <> 0");
    OVER_ALL.put(
        "a vault that has got more as covers than it has lost, or paid back more than it got",
        "select f.id, c.balance, l.balance from farmers f join account_balances c on c.account ="
            + " 'cover:' || f.id left join account_balances l on l.account = 'forfeits:' || f.id"
            + " where c.balance > 0 or -c.balance > coalesce(l.balance, 0)");
  }

  private FarmInvariants() {}
}
