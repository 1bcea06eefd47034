package org.kalepool.lab.simulation;

import java.util.Map;

/** What is always so between farmers and the poolers that they were with. */
final class PoolerInvariants {
  /** By what would be broken, the query that finds it. */
  static final Map<String, String> OVER_ALL =
      Map.of(
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
