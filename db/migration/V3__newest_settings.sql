-- Finds a farmer's newest settings by their index instead of sorting everybody's.
create or replace view farmer_view as
  select f.id, f.seq, f.pooler_id, f.custodial, f.payout, f.state, f.created_at,
         s.stake_percentage, s.harvest_interval
  from farmers f
  join lateral (
    select stake_percentage, harvest_interval from farmer_settings
    where farmer_id = f.id order by id desc limit 1) s on true;
drop view current_settings;
