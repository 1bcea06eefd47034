-- The same figures as before; the fees of a block's transactions are found by the transactions'
-- numbers, not by reading all transactions for each block.
create or replace view figured_blocks as
  select b.block_index, b.opened_time,
    (select n.opened_time from block_operations n where n.block_index > b.block_index
     order by n.block_index limit 1) - b.opened_time as seconds,
    b.farmers, b.planted, b.worked, b.harvested, b.lost, b.rewards,
    (select coalesce(sum(t.fee_charged), 0) from (
       select distinct a.transaction_id from transaction_actions a
       where a.block_index = b.block_index and a.action in ('PLANT','WORK','HARVEST')) d
     join transactions t on t.id = d.transaction_id) as fees,
    (select coalesce(sum(div(h.reward::numeric * h.share_basis_points, 10000)), 0) from harvests h
     where h.block_index = b.block_index and h.status = 'HARVESTED') as pooler_share,
    (select coalesce(sum(c.amount), 0) from compensations c
     where c.block_index = b.block_index) as compensations
  from block_summary b
  where not exists (select 1 from archived_blocks a where a.block_index = b.block_index);
