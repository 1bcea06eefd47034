-- How well poolers did, from the counters that the deeds keep. What was planted and worked in blocks
-- that are not over does not count yet.
create view pooler_totals as
  select p.id as pooler_id,
    coalesce((select blocks from pooler_blocks where pooler_id = p.id), 0) as blocks,
    c.wished, c.planted,
    c.planted - (select count(*) from plantings l join block_operations b using (block_index)
      where l.pooler_id = p.id and l.status = 'PLANTED' and b.closed_at is null) as workable,
    c.worked - (select count(distinct (w.farmer_id, w.block_index)) from works w
      join block_operations b using (block_index)
      where w.pooler_id = p.id and w.status = 'WORKED' and b.closed_at is null) as worked,
    c.harvested, c.lost, c.rewards, c.forfeits, c.compensations
  from poolers p cross join lateral (
    select coalesce(sum(wished), 0) as wished, coalesce(sum(planted), 0) as planted,
      coalesce(sum(worked), 0) as worked, coalesce(sum(harvested), 0) as harvested,
      coalesce(sum(lost), 0) as lost, coalesce(sum(rewards), 0) as rewards,
      coalesce(sum(forfeits), 0) as forfeits, coalesce(sum(compensations), 0) as compensations
    from farmer_counters where pooler_id = p.id) c;
