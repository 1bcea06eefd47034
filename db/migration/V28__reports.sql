-- What operators are shown of several modules' tables at once. Nothing here is written.

create view operator_farmers as
  select f.seq, f.id as farmer_id, f.pooler_id, f.custodial as custodial_wallet,
    f.payout as payout_wallet, f.state, e.at as state_since, e.by_whom as state_by,
    e.why as state_why, f.stake_percentage, f.harvest_interval, r.what, r.books, r.chain,
    r.difference, r.at as found_at
  from farmer_view f
  left join lateral (select at, by_whom, why from farmer_events
    where farmer_id = f.id and from_state <> to_state order by id desc limit 1) e on true
  left join lateral (select what, books, chain, difference, at from reconciliations
    where farmer_id = f.id and difference <> 0 order by id desc limit 1) r on true;

create view operator_debts as
  select d.id, s.pooler_id, d.farmer_id, d.late_id is not null as late,
    case when d.late_id is null then s.debt else 0 end as amount,
    case when d.late_id is null then s.debt_xlm else l.debt_xlm end as xlm, d.at as since,
    case when p.id is null then o.obstacle end as waiting_for,
    case when p.id is null then o.detail end as detail, p.transaction_hash, p.at as paid_at
  from debts d
  join splits s on s.farmer_id = d.farmer_id
  left join late_payouts l on l.id = d.late_id
  left join debt_payments p on p.farmer_id = d.farmer_id and p.late_id is not distinct from d.late_id
  left join exit_obstacles o on o.farmer_id = d.farmer_id;

-- Since when a farmer is in its state, and what it waits for.
create view waiting_farmers as
  select f.id as farmer_id, f.seq, f.state, coalesce(e.at, f.created_at) as since, e.by_whom,
    coalesce(e.why, 'no XLM has arrived') as why, o.obstacle, o.detail, o.cause
  from farmers f
  left join lateral (select at, by_whom, why from farmer_events
    where farmer_id = f.id order by id desc limit 1) e on true
  left join exit_obstacles o on o.farmer_id = f.id;

-- Blocks that are over, and the open transactions that keep their planting or work from its end.
create view unfinished_blocks as
  select b.block_index, b.closed_at, b.planted_at, b.worked_at,
    (select string_agg(distinct a.transaction_id::text, ',') from transaction_actions a
     where a.block_index = b.block_index and a.action = 'PLANT' and a.live) as open_plants,
    (select string_agg(distinct a.transaction_id::text, ',') from transaction_actions a
     where a.block_index = b.block_index and a.action in ('PLANT','WORK') and a.live) as open_works
  from block_operations b
  where b.closed_at is not null and (b.planted_at is null or b.worked_at is null);

-- The last ledger of a pail is the earlier of its block's and its own: live_until, and
-- planted_ledger plus the life that the network gives.
create view pail_lives as
  select p.farmer_id, p.block_index, p.stake, p.planted_ledger, b.live_until
  from open_pails p left join block_operations b on b.block_index = p.block_index;

create view pool_sums as
  select 1 as id,
    coalesce((select blocks from pooler_blocks
      where pooler_id = '00000000-0000-0000-0000-000000000000'), 0) as blocks,
    coalesce(sum(planted), 0)::bigint as planted,
    coalesce(sum(plant_failures), 0)::bigint as plant_failures,
    coalesce(sum(works), 0)::bigint as works, coalesce(sum(harvested), 0)::bigint as harvested,
    coalesce(sum(lost), 0)::bigint as lost, coalesce(sum(open_pails), 0)::bigint as open_pails,
    coalesce(sum(rewards), 0) as rewards, coalesce(sum(forfeits), 0) as forfeits,
    coalesce(sum(open_stake), 0) as open_stake
  from farmer_counters;

create view farmer_states as
  select state, count(*)::integer as farmers from farmers group by state;

create view open_money as
  select 1 as id,
    (select count(*) from transactions where state = 'QUEUED')::integer as queued,
    (select count(*) from transactions where state = 'BUILT')::integer as sent,
    (select coalesce(sum(balance), 0) from account_balances
     where account like 'owed:%' and asset = 'KALE') as owed;

-- Restored farmers whose books and chain agree, once what was done since the backup is booked.
create view agreeing_farmers as
  select f.id as farmer_id, f.seq
  from farmers f
  join lateral (select id, by_whom, from_state from farmer_events where farmer_id = f.id
                order by id desc limit 1) e on true
  join recoveries v on v.farmer_id = f.id and v.event_id = e.id
  join lateral (select what, difference, at from reconciliations where farmer_id = f.id
                order by id desc limit 1) r on true
  where f.state = 'SUSPENDED' and e.by_whom = 'restore' and e.from_state <> 'SUSPENDED'
    and r.what = 'block' and r.difference = 0 and r.at >= v.at;

-- What a pause of the hashing does to the stakes in a block: safe are those with a hash.
create view hashed_stakes as
  select p.pooler_id, p.block_index, p.stake,
    exists (select 1 from works w where w.farmer_id = p.farmer_id
            and w.block_index = p.block_index and w.status = 'WORKED')
    or exists (select 1 from best_nonces b where b.farmer_id = p.farmer_id
               and b.block_index = p.block_index) as safe
  from plantings p where p.status = 'PLANTED';

create view operator_compensations as
  select id, pooler_id, farmer_id, block_index, amount, cause, at from compensations;
