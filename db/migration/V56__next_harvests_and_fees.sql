-- How many pails that are open are to be harvested once which block runs, by what their farmers had
-- set when they were planted.
create view coming_harvests as
  select p.block_index + p.harvest_interval as due_block, count(*) as pails
  from unsettled_pails u
  join plantings p on p.farmer_id = u.farmer_id and p.block_index = u.block_index
    and p.status = 'PLANTED'
  group by 1;

-- The same figures as before; each transaction's fee is asked for by its number. A join was planned as
-- a reading of all transactions for each block, which took a second of 300 000.
create or replace view figured_blocks as
  select b.block_index, b.opened_time,
    (select n.opened_time from block_operations n where n.block_index > b.block_index
     order by n.block_index limit 1) - b.opened_time as seconds,
    b.farmers, b.planted, b.worked, b.harvested, b.lost, b.rewards,
    (select coalesce(sum((select t.fee_charged from transactions t where t.id = d.transaction_id)), 0)
     from (select distinct a.transaction_id from transaction_actions a
       where a.block_index = b.block_index and a.action in ('PLANT','WORK','HARVEST')) d) as fees,
    (select coalesce(sum(div(h.reward::numeric * h.share_basis_points, 10000)), 0) from harvests h
     where h.block_index = b.block_index and h.status = 'HARVESTED') as pooler_share,
    (select coalesce(sum(c.amount), 0) from compensations c
     where c.block_index = b.block_index) as compensations
  from block_summary b
  where not exists (select 1 from archived_blocks a where a.block_index = b.block_index);
