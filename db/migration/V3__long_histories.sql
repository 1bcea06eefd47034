-- What is looked at again and again must not take longer the longer the pool has run.

-- A farmer's newest settings, found by their index instead of sorting everybody's.
create or replace view farmer_view as
  select f.id, f.seq, f.pooler_id, f.custodial, f.payout, f.state, f.created_at,
         s.stake_percentage, s.harvest_interval
  from farmers f
  join lateral (
    select stake_percentage, harvest_interval from farmer_settings
    where farmer_id = f.id order by id desc limit 1) s on true;
drop view current_settings;

-- The few blocks whose planting or work is not finished, among all there ever were.
create index block_operations_unplanted on block_operations (block_index) where planted_at is null;
create index block_operations_unworked on block_operations (block_index) where worked_at is null;
