-- What the pool has done is counted by the deeds themselves, so that asking for it does not go
-- through all of history. One row a farmer: transactions of different farmers never wait for each
-- other here. counted_farmers says what the counters have to be; rebuild_counters() makes them so.

create table farmer_counters (
  farmer_id      uuid not null references farmers,
  pooler_id      uuid not null references poolers,
  wished         bigint not null default 0,
  planted        bigint not null default 0,
  plant_failures bigint not null default 0,
  works          bigint not null default 0,
  worked         bigint not null default 0,
  harvested      bigint not null default 0,
  lost           bigint not null default 0,
  open_pails     bigint not null default 0,
  staked         numeric(39) not null default 0,
  rewards        numeric(39) not null default 0,
  forfeits       numeric(39) not null default 0,
  open_stake     numeric(39) not null default 0,
  compensations  numeric(39) not null default 0,
  primary key (farmer_id, pooler_id)
) with (fillfactor = 60);
create index farmer_counters_pooler on farmer_counters (pooler_id);

-- Blocks in which somebody was planted, by pooler; the nil UUID stands for the whole pool.
create table planted_blocks (
  pooler_id   uuid not null,
  block_index bigint not null,
  primary key (pooler_id, block_index)
);
create table pooler_blocks (
  pooler_id uuid primary key,
  blocks    bigint not null
);

-- The few blocks that are not over.
create index block_operations_running on block_operations (block_index) where closed_at is null;

-- Locks one farmer's rows in one order, and makes those that are missing: what is looked for
-- afterwards sees all that another transaction has counted for the same farmer.
create function lock_counters(farmers uuid[], poolers uuid[]) returns void language plpgsql as $$
declare locked integer;
begin
  perform 1 from farmer_counters c
    where (c.farmer_id, c.pooler_id) in (select * from unnest(farmers, poolers))
    order by c.farmer_id, c.pooler_id for update;
  get diagnostics locked = row_count;
  if locked < (select count(*) from (select distinct * from unnest(farmers, poolers)) wanted) then
    insert into farmer_counters (farmer_id, pooler_id)
      select distinct f, p from unnest(farmers, poolers) as wanted (f, p) order by f, p
      on conflict do nothing;
    perform 1 from farmer_counters c
      where (c.farmer_id, c.pooler_id) in (select * from unnest(farmers, poolers))
      order by c.farmer_id, c.pooler_id for update;
  end if;
end $$;

create function count_plantings() returns trigger language plpgsql as $$
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
      count(distinct a.block_index) filter (where not exists (
        select 1 from plantings o where o.farmer_id = a.farmer_id
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
create trigger count_plantings after insert on plantings
  referencing new table as added for each statement execute function count_plantings();

create function count_works() returns trigger language plpgsql as $$
begin
  perform lock_counters(array_agg(farmer_id), array_agg(pooler_id)) from added having count(*) > 0;
  update farmer_counters c set works = c.works + n.works, worked = c.worked + n.worked
  from (
    select a.farmer_id, a.pooler_id, count(*) as works,
      count(distinct a.block_index) filter (where not exists (
        select 1 from works o where o.farmer_id = a.farmer_id and o.block_index = a.block_index
          and o.status = 'WORKED' and o.id not in (select id from added))) as worked
    from added a where a.status = 'WORKED' group by 1, 2) n
  where c.farmer_id = n.farmer_id and c.pooler_id = n.pooler_id;
  return null;
end $$;
create trigger count_works after insert on works
  referencing new table as added for each statement execute function count_works();

create function count_harvests() returns trigger language plpgsql as $$
begin
  perform lock_counters(array_agg(farmer_id), array_agg(pooler_id)) from added having count(*) > 0;
  update farmer_counters c set
    harvested = c.harvested + n.harvested,
    lost = c.lost + n.lost,
    rewards = c.rewards + n.rewards,
    forfeits = c.forfeits + n.forfeits
  from (
    select farmer_id, pooler_id,
      count(*) filter (where status = 'HARVESTED') as harvested,
      count(*) filter (where status = 'LOST') as lost,
      sum(reward) as rewards,
      coalesce(sum(stake) filter (where status = 'LOST'), 0) as forfeits
    from added group by 1, 2) n
  where c.farmer_id = n.farmer_id and c.pooler_id = n.pooler_id;
  update farmer_counters c set
    open_pails = c.open_pails - n.pails,
    open_stake = c.open_stake - n.stake
  from (
    select p.farmer_id, p.pooler_id, count(*) as pails, sum(p.stake) as stake
    from added a join plantings p on p.farmer_id = a.farmer_id
      and p.block_index = a.block_index and p.status = 'PLANTED'
    where a.status in ('HARVESTED','LOST') group by 1, 2) n
  where c.farmer_id = n.farmer_id and c.pooler_id = n.pooler_id;
  return null;
end $$;
create trigger count_harvests after insert on harvests
  referencing new table as added for each statement execute function count_harvests();

create function count_compensations() returns trigger language plpgsql as $$
begin
  perform lock_counters(array_agg(farmer_id), array_agg(pooler_id)) from added having count(*) > 0;
  update farmer_counters c set compensations = c.compensations + n.amount
  from (select farmer_id, pooler_id, sum(amount) as amount from added group by 1, 2) n
  where c.farmer_id = n.farmer_id and c.pooler_id = n.pooler_id;
  return null;
end $$;
create trigger count_compensations after insert on compensations
  referencing new table as added for each statement execute function count_compensations();

-- What history says the counters are.
create view counted_farmers as
  select farmer_id, pooler_id, sum(wished)::bigint as wished, sum(planted)::bigint as planted,
    sum(plant_failures)::bigint as plant_failures, sum(works)::bigint as works,
    sum(worked)::bigint as worked, sum(harvested)::bigint as harvested, sum(lost)::bigint as lost,
    sum(open_pails)::bigint as open_pails, sum(staked) as staked, sum(rewards) as rewards,
    sum(forfeits) as forfeits, sum(open_stake) as open_stake, sum(compensations) as compensations
  from (
    select farmer_id, pooler_id, count(distinct block_index) as wished,
      count(*) filter (where status = 'PLANTED') as planted,
      count(*) filter (where status = 'FAILED') as plant_failures,
      0 as works, 0 as worked, 0 as harvested, 0 as lost, 0 as open_pails,
      coalesce(sum(stake) filter (where status = 'PLANTED'), 0) as staked,
      0 as rewards, 0 as forfeits, 0 as open_stake, 0 as compensations
    from plantings group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, count(*) filter (where status = 'WORKED'),
      count(distinct block_index) filter (where status = 'WORKED'), 0, 0, 0, 0, 0, 0, 0, 0
    from works group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, 0, 0, count(*) filter (where status = 'HARVESTED'),
      count(*) filter (where status = 'LOST'), 0, 0, sum(reward),
      coalesce(sum(stake) filter (where status = 'LOST'), 0), 0, 0
    from harvests group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, 0, 0, 0, 0, count(*), 0, 0, 0, sum(stake), 0
    from unsettled_pails join plantings using (farmer_id, block_index)
    where status = 'PLANTED' group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(amount)
    from compensations group by 1, 2) parts
  group by 1, 2;

create view counted_blocks as
  select pooler_id, count(*) as blocks from (
    select distinct pooler_id, block_index from plantings where status = 'PLANTED'
    union
    select '00000000-0000-0000-0000-000000000000', block_index from plantings
      where status = 'PLANTED') b
  group by 1;

-- Makes the counters anew from history, whatever they are; nothing is counted meanwhile.
create function rebuild_counters() returns void language plpgsql as $$
begin
  lock table plantings, works, harvests, compensations in share row exclusive mode;
  delete from farmer_counters;
  insert into farmer_counters (farmer_id, pooler_id, wished, planted, plant_failures, works, worked,
      harvested, lost, open_pails, staked, rewards, forfeits, open_stake, compensations)
    select farmer_id, pooler_id, wished, planted, plant_failures, works, worked,
      harvested, lost, open_pails, staked, rewards, forfeits, open_stake, compensations
    from counted_farmers;
  insert into planted_blocks (pooler_id, block_index)
    select distinct pooler_id, block_index from plantings where status = 'PLANTED'
    union
    select '00000000-0000-0000-0000-000000000000', block_index from plantings
      where status = 'PLANTED'
    on conflict do nothing;
  delete from pooler_blocks;
  insert into pooler_blocks (pooler_id, blocks) select pooler_id, blocks from counted_blocks;
end $$;

select rebuild_counters();
