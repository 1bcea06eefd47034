-- Who is not planted since it would not pay was not to be planted: such a block counts neither for
-- nor against a pooler.
create or replace function count_plantings() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
  perform lock_counters(array_agg(farmer_id), array_agg(pooler_id)) from added having count(*) > 0;
  update farmer_counters c set
    wished = c.wished + n.wished,
    planted = c.planted + n.planted,
    plant_failures = c.plant_failures + n.failed,
    staked = c.staked + n.staked,
    open_pails = c.open_pails + n.planted,
    open_stake = c.open_stake + n.staked
  from (
    select a.farmer_id, a.pooler_id,
      count(distinct a.block_index) filter (where a.status <> 'SKIPPED' and not exists (
        select 1 from plantings o where o.farmer_id = a.farmer_id and o.status <> 'SKIPPED'
          and o.block_index = a.block_index and o.id not in (select id from added))) as wished,
      count(*) filter (where a.status = 'PLANTED') as planted,
      count(*) filter (where a.status = 'FAILED') as failed,
      coalesce(sum(a.stake) filter (where a.status = 'PLANTED'), 0) as staked
    from added a group by 1, 2) n
  where c.farmer_id = n.farmer_id and c.pooler_id = n.pooler_id;
  with new as (
    insert into planted_blocks (pooler_id, block_index)
      select b.pooler, b.block_index from (
        select distinct pooler_id as pooler, block_index from added where status = 'PLANTED'
        union
        select '00000000-0000-0000-0000-000000000000', block_index from added
          where status = 'PLANTED') b
      where not exists (select 1 from planted_blocks k
                        where k.pooler_id = b.pooler and k.block_index = b.block_index)
      order by 2, 1
      on conflict do nothing returning pooler_id)
  insert into pooler_blocks (pooler_id, blocks)
    select pooler_id, count(*) from new group by 1 order by 1
    on conflict (pooler_id) do update set blocks = pooler_blocks.blocks + excluded.blocks;
  return null;
end $$;

create or replace view counted_farmers as
  select farmer_id, pooler_id, sum(wished)::bigint as wished, sum(planted)::bigint as planted,
    sum(plant_failures)::bigint as plant_failures, sum(works)::bigint as works,
    sum(worked)::bigint as worked, sum(harvested)::bigint as harvested, sum(lost)::bigint as lost,
    sum(open_pails)::bigint as open_pails, sum(staked) as staked, sum(rewards) as rewards,
    sum(forfeits) as forfeits, sum(open_stake) as open_stake, sum(compensations) as compensations
  from (
    select farmer_id, pooler_id,
      count(distinct block_index) filter (where status <> 'SKIPPED') as wished,
      count(*) filter (where status = 'PLANTED') as planted,
      count(*) filter (where status = 'FAILED') as plant_failures,
      0 as works, 0 as worked, 0 as harvested, 0 as lost, 0 as open_pails,
      coalesce(sum(stake) filter (where status = 'PLANTED'), 0) as staked,
      0 as rewards, 0 as forfeits, 0 as open_stake, 0 as compensations
    from history_plantings() group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, count(*) filter (where status = 'WORKED'),
      count(distinct block_index) filter (where status = 'WORKED'), 0, 0, 0, 0, 0, 0, 0, 0
    from history_works() group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, 0, 0, count(*) filter (where status = 'HARVESTED'),
      count(*) filter (where status = 'LOST'), 0, 0, sum(reward),
      coalesce(sum(stake) filter (where status = 'LOST'), 0), 0, 0
    from history_harvests() group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, 0, 0, 0, 0, count(*), 0, 0, 0, sum(stake), 0
    from unsettled_pails join plantings using (farmer_id, block_index)
    where status = 'PLANTED' group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(amount)
    from compensations group by 1, 2) parts
  group by 1, 2;

-- Blocks in which somebody was planted, or nobody had to be.
create view farmed_blocks as
  select block_index from planted_blocks
    where pooler_id = '00000000-0000-0000-0000-000000000000'
  union
  select block_index from plantings where status = 'SKIPPED';
