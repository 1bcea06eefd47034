-- What the pages need.

-- Who is logged in with a browser. Of the cookie only a hash is kept, and by which token it was got: a
-- session lasts no longer than that token. No reference to farmers: a registration that lapses takes
-- its row along, and may come back.
create table farmer_sessions (
  hash       bytea primary key,
  farmer_id  uuid not null,
  token_hash bytea not null,
  opened_at  timestamptz not null,
  ends_at    timestamptz not null
);
create index farmer_sessions_farmer on farmer_sessions (farmer_id, opened_at);
create index farmer_sessions_end on farmer_sessions (ends_at);

-- What the pool did for each account in a block that is not archived: the best work that landed, and
-- how the pail ended. The accounts are on the chain for everybody to see; no farmer's id is.
create view block_deeds as
  select p.id, p.block_index, f.custodial, p.status, p.stake, p.cause, p.debtor,
    p.transaction_hash as plant_hash, w.zeros, w.gap, w.transaction_hash as work_hash,
    h.status as harvest_status, h.reward, h.cause as harvest_cause, h.debtor as harvest_debtor,
    h.transaction_hash as harvest_hash
  from plantings p
  join farmers f on f.id = p.farmer_id
  left join lateral (select zeros, gap, transaction_hash from works
    where farmer_id = p.farmer_id and block_index = p.block_index and status = 'WORKED'
    order by zeros desc nulls last, gap desc nulls last limit 1) w on p.status = 'PLANTED'
  left join harvests h on h.farmer_id = p.farmer_id and h.block_index = p.block_index
    and h.status in ('HARVESTED','LOST') and p.status = 'PLANTED';

-- Pails that were harvested, by the time of their blocks; those of archived blocks are not among them.
create view harvested_pails as
  select h.pooler_id, h.farmer_id, h.block_index, b.opened_time, h.stake, h.reward
  from harvests h join block_operations b on b.block_index = h.block_index
  where h.status = 'HARVESTED';
