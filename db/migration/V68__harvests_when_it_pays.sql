-- After how many blocks a farmer's pails are harvested, as it pays it most at the price and the fees of
-- this block; never later than it wishes. Null: as it wishes.
alter table farm_choices
  add column harvest_after integer check (harvest_after between 1 and 250);

-- The newest of them for each farmer.
create view harvest_times as
  select f.id as farmer_id,
    (select c.harvest_after from farm_choices c where c.farmer_id = f.id
     order by c.block_index desc limit 1) as harvest_after
  from known_farmers f;

-- How many pails that are open are to be harvested once which block runs, as it stands now.
create or replace view coming_harvests as
  select p.block_index + least(p.harvest_interval, h.harvest_after) as due_block, count(*) as pails
  from unsettled_pails u
  join plantings p on p.farmer_id = u.farmer_id and p.block_index = u.block_index
    and p.status = 'PLANTED'
  left join harvest_times h on h.farmer_id = u.farmer_id
  group by 1;
