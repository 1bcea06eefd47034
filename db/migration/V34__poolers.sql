-- Poolers on machines of their own: their keys, what they say of themselves, which plants they ask
-- for, what they report. The own pooler needs none of it.

alter table poolers
  -- what it may owe and have at stake together, stroops of KALE; not looked at for the own one
  add column max_debt bigint not null default 0 check (max_debt >= 0),
  -- SHA-256 of its key, null without one
  add column key_hash bytea unique check (length(key_hash) = 32);

-- The newest of each pooler.
create table pooler_heartbeats (
  pooler_id   uuid primary key references poolers,
  at          timestamptz not null,
  version     text not null,
  hash_rate   bigint not null check (hash_rate >= 0),
  threads     integer not null check (threads >= 0),
  capacity    integer not null check (capacity >= 0),
  block_index bigint,
  paused      boolean not null
);

-- For which blocks a pooler wants plants, and of how many farmers; the newest wish counts.
create table plant_requests (
  pooler_id   uuid not null references poolers,
  block_index bigint not null,
  capacity    integer not null check (capacity >= 0),
  asked_at    timestamptz not null,
  primary key (pooler_id, block_index)
);
create index plant_requests_block on plant_requests (block_index);

-- What poolers say of their works; the newest word counts. Nothing follows from it but their record:
-- false_claim says whether it claims more than the chain has, null before the block's work is over.
create table work_reports (
  pooler_id             uuid not null references poolers,
  block_index           bigint not null,
  farmer_id             uuid not null references farmers,
  success               boolean not null,
  nonce                 numeric(20),
  hash                  text,
  zeros                 integer,
  gap                   bigint,
  transaction_hash      text,
  error                 text,
  compensation_required boolean not null,
  at                    timestamptz not null,
  false_claim           boolean,
  primary key (farmer_id, block_index)
);
create index work_reports_unjudged on work_reports (block_index) where false_claim is null;
create index work_reports_true on work_reports (block_index) where not false_claim;
create index work_reports_false on work_reports (pooler_id, block_index) where false_claim;

-- A remote pooler sends works itself, an early one and a better one later: each that was seen on the
-- chain has a row. Why there is none at all is said once, as before.
drop index works_none;
create unique index works_none on works (farmer_id, block_index)
  where transaction_id is null and status = 'FAILED';
create unique index works_adopted on works (farmer_id, block_index, coalesce(zeros, -1))
  where transaction_id is null and status = 'WORKED';

-- What modules let others read, as in V29 ----------------------------------------------------------

-- block: whose work has ended
create view worked_blocks as
  select block_index, worked_at from block_operations where worked_at is not null;

-- plant: pails, and why there are none
create view planting_outcomes as
  select farmer_id, pooler_id, block_index, status, stake, cause, detail, transaction_hash, ledger
  from plantings;

-- work: those that are on the chain, those that may still land
create view landed_works as
  select farmer_id, block_index, zeros, gap from works where status = 'WORKED';
create view flying_works as
  select q.farmer_id, q.block_index, q.zeros
  from work_requests q join open_deeds d on d.transaction_id = q.transaction_id;

-- harvest: how pails ended, and attempts that came to nothing
create view harvest_outcomes as
  select id, farmer_id, block_index, status, stake, reward, cause, detail, transaction_hash
  from harvests;

-- books: for which stakes poolers came to owe
create view known_compensations as
  select pooler_id, farmer_id, block_index, amount from compensations;
