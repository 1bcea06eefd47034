-- What a list of blocks shows beside their figures is kept with these: to count it anew all deeds of each
-- block are read, which for a page of blocks of a thousand farmers takes a second.
alter table block_figures
  add column staked numeric(39) not null default 0,
  add column best_zeros integer;
update block_figures f set staked = b.staked, best_zeros = b.best_zeros
  from block_summary b where b.block_index = f.block_index;

-- The same figures as before, and these two.
create or replace view figured_blocks as
  select b.block_index, b.opened_time,
    (select n.opened_time from block_operations n where n.block_index > b.block_index
     order by n.block_index limit 1) - b.opened_time as seconds,
    b.farmers, b.planted, b.worked, b.harvested, b.lost, b.rewards,
    (select coalesce(sum(coalesce(a.fee_charged,
       (select t.fee_charged from transactions t where t.id = a.transaction_id))), 0)
     from transaction_actions a
     where a.block_index = b.block_index and a.action in ('PLANT','WORK','HARVEST')) as fees,
    (select coalesce(sum(div(h.reward::numeric * h.share_basis_points, 10000)), 0) from harvests h
     where h.block_index = b.block_index and h.status = 'HARVESTED') as pooler_share,
    (select coalesce(sum(c.amount), 0) from compensations c
     where c.block_index = b.block_index) as compensations,
    b.staked, b.best_zeros
  from block_summary b
  where not exists (select 1 from archived_blocks a where a.block_index = b.block_index);

-- Blocks as block_summary has them: the newest four, in which something may still land, and those that
-- have no figures yet, are counted; of all others the kept figures are shown, half a minute old at most.
create view listed_blocks as
  select b.*, c.farmers, c.planted, c.worked, c.harvested, c.lost, c.staked, c.rewards, c.best_zeros
  from block_operations b
  cross join lateral (
    select f.farmers, f.planted, f.worked, f.harvested, f.lost, f.staked, f.rewards, f.best_zeros
    from block_figures f
    where f.block_index = b.block_index
      and b.block_index <= (select max(n.block_index) - 4 from block_operations n)
    union all
    select s.farmers, s.planted, s.worked, s.harvested, s.lost, s.staked, s.rewards, s.best_zeros
    from block_summary s
    where s.block_index = b.block_index
      and (b.block_index > (select max(n.block_index) - 4 from block_operations n)
        or not exists (select 1 from block_figures f where f.block_index = b.block_index))
  ) c;
