-- How many pails that are open are to be harvested once which block runs, by what their farmers had
-- set when they were planted.
create view coming_harvests as
  select p.block_index + p.harvest_interval as due_block, count(*) as pails
  from unsettled_pails u
  join plantings p on p.farmer_id = u.farmer_id and p.block_index = u.block_index
    and p.status = 'PLANTED'
  group by 1;
