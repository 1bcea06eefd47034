package org.kalepool.lab.simulation;

import java.util.Map;

/** What is always so between farmers and the poolers that they were with. */
final class PoolerInvariants {
  /** By what would be broken, the query that finds it in blocks from the parameter's on. */
  static final Map<String, String> AFTER_EACH_BLOCK =
      Map.of(
          "planted twice in one block",
          "select farmer_id, block_index, count(*) from plantings where block_index >= ?"
              + " and status = 'PLANTED' group by 1, 2 having count(*) > 1",
          "a stake that another pooler owes than the one that it was planted for",
          "select p.farmer_id, p.block_index, p.pooler_id, c.pooler_id from plantings p"
              + " join compensations c on c.farmer_id = p.farmer_id"
              + " and c.block_index = p.block_index where p.block_index >= ?"
              + " and p.status = 'PLANTED' and c.pooler_id <> p.pooler_id",
          "planted for a pooler that had not asked for it",
          "select p.farmer_id, p.block_index from plantings p join poolers o on o.id = p.pooler_id"
              + " where p.block_index >= ? and p.status = 'PLANTED' and not o.own"
              + " and p.transaction_id is not null and not exists (select 1 from plant_requests r"
              + " where r.pooler_id = p.pooler_id and r.block_index = p.block_index)");

  /** By what would be broken, the query that finds it. */
  static final Map<String, String> OVER_ALL =
      Map.of(
          "planted twice in one block, ever",
          "select farmer_id, block_index from all_plantings where status = 'PLANTED'"
              + " group by 1, 2 having count(*) > 1",
          "earned under a pooler's terms, and not what was harvested for it",
          "select coalesce(e.farmer_id, h.farmer_id), coalesce(e.pooler_id, h.pooler_id), e.earned,"
              + " h.earned from (select farmer_id, pooler_id, sum(earned) as earned from"
              + " earned_by_terms group by 1, 2) e full join (select farmer_id, pooler_id,"
              + " sum(reward) as earned from all_harvests where status = 'HARVESTED' group by 1, 2)"
              + " h on h.farmer_id = e.farmer_id and h.pooler_id = e.pooler_id where"
              + " coalesce(e.earned, 0) <> coalesce(h.earned, 0)",
          "owed by a pooler to a farmer who is here, and not what was lost with it",
          "select f.id, p.id, b.balance, c.amount from farmers f cross join poolers p left join"
              + " account_balances b on b.account = 'owed:' || f.id || ':' || p.id and b.asset ="
              + " 'KALE' left join (select farmer_id, pooler_id, sum(amount) as amount from"
              + " compensations group by 1, 2) c on c.farmer_id = f.id and c.pooler_id = p.id where"
              + " not exists (select 1 from splits s where s.farmer_id = f.id) and"
              + " coalesce(b.balance, 0) <> coalesce(c.amount, 0) - coalesce((select sum(e.settled)"
              + " from split_earned e where e.farmer_id = f.id and e.pooler_id = p.id), 0)",
          "paid to a pooler for a farmer, and not what the books say",
          "select p.farmer_id, p.pooler_id, p.to_pooler, b.balance from (select u.farmer_id,"
              + " u.pooler_id, sum(u.to_pooler) as to_pooler from (select farmer_id, pooler_id,"
              + " to_pooler from split_parts union all select o.farmer_id, l.pooler_id, l.to_pooler"
              + " from late_parts l join late_payouts o on o.id = l.late_id union all"
              + " select farmer_id, pooler_id, to_pooler from split_earned) u group by 1, 2) p"
              + " left join account_balances b on b.asset = 'KALE' and b.account ="
              + " 'pooler-share:' || p.farmer_id || ':' || p.pooler_id"
              + " where p.to_pooler <> coalesce(b.balance, 0)",
          "a pail settled for another pooler, or by other terms, than it was planted under",
          "select p.farmer_id, p.block_index, p.pooler_id, h.pooler_id from all_plantings p join"
              + " all_harvests h on h.farmer_id = p.farmer_id and h.block_index = p.block_index"
              + " where p.status = 'PLANTED' and (h.pooler_id <> p.pooler_id or (h.status ="
              + " 'HARVESTED' and h.share_basis_points <> p.share_basis_points))",
          "a pooler whose debt is not what it owes its farmers",
          "select p.id, d.balance, o.owed from poolers p left join account_balances d"
              + " on d.account = 'pooler-debt:' || p.id and d.asset = 'KALE'"
              + " left join lateral (select sum(balance) as owed from account_balances"
              + " where account like 'owed:%:' || p.id and asset = 'KALE') o on true"
              + " where coalesce(d.balance, 0) + coalesce(o.owed, 0) <> 0");

  private PoolerInvariants() {}
}
