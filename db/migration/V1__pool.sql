-- Amounts are stroops (10^-7) in bigint. Times of the network are Unix seconds in bigint columns
-- named *_time; times of this machine are timestamptz columns named *_at.

-- Poolers, wallets, farmers -----------------------------------------------------------------------

create table poolers (
  id                 uuid primary key,
  name               text not null unique,
  wallet             text not null unique check (length(wallet) = 56),
  share_basis_points integer not null check (share_basis_points between 0 and 10000),
  max_farmers        integer not null check (max_farmers >= 0),
  active             boolean not null default true,
  own                boolean not null default false,
  api_key_hash       bytea unique,
  last_seen_at       timestamptz,
  created_at         timestamptz not null
);
create unique index one_own_pooler on poolers (own) where own;

create table wallets (
  id             uuid primary key,
  owner          uuid not null,
  public_key     text not null unique check (length(public_key) = 56),
  format         smallint not null,
  kek_id         text not null,
  wrapped_key    bytea not null,
  sealed_secret  bytea not null,
  created_at     timestamptz not null
);
create index wallets_owner on wallets (owner);

create table farmers (
  id            uuid primary key,
  seq           bigint generated always as identity unique,
  pooler_id     uuid not null references poolers,
  custodial     text not null unique check (length(custodial) = 56),
  payout        text not null check (length(payout) = 56),
  token_hash    bytea not null unique,
  state         text not null default 'REGISTERED'
                check (state in ('REGISTERED','FUNDED','ACTIVE','LEAVING','DEPARTED','SUSPENDED')),
  created_at    timestamptz not null
);
-- One living farmer for each payout wallet.
create unique index farmers_payout on farmers (payout) where state <> 'DEPARTED';
create index farmers_state on farmers (state, seq);
create index farmers_pooler on farmers (pooler_id) where state <> 'DEPARTED';

-- A farmer's life: the state column above is kept by the trigger below.
create table farmer_events (
  id          bigint generated always as identity primary key,
  farmer_id   uuid not null references farmers,
  from_state  text not null,
  to_state    text not null,
  by_whom     text not null,
  why         text not null,
  at          timestamptz not null
);
create index farmer_events_farmer on farmer_events (farmer_id, id);

-- The newest row is in force from the next block on.
create table farmer_settings (
  id               bigint generated always as identity primary key,
  farmer_id        uuid not null references farmers,
  stake_percentage integer not null check (stake_percentage between 0 and 100),
  harvest_interval integer not null check (harvest_interval between 1 and 250),
  by_whom          text not null,
  at               timestamptz not null
);
create index farmer_settings_farmer on farmer_settings (farmer_id, id desc);

-- The network's transactions ----------------------------------------------------------------------

-- state: QUEUED wished, nothing sent; BUILT envelope stored, may be in the network;
--        LANDED, FAILED (in a ledger, without effect), REFUSED (in no ledger, never will be).
create table transactions (
  id             bigint generated always as identity primary key,
  lane           text not null check (length(lane) = 56),
  state          text not null default 'QUEUED'
                 check (state in ('QUEUED','BUILT','LANDED','FAILED','REFUSED')),
  call           text not null,
  not_after_time bigint,
  attempts       integer not null default 0,
  sequence       bigint,
  envelope       text,
  hash           text unique,
  inner_hash     text,
  fee_bid        bigint,
  min_time       bigint,
  max_time       bigint,
  built_ledger   bigint,
  sent_ledger    bigint,
  next_try_at    timestamptz,
  last_answer    text,
  ledger         bigint,
  close_time     bigint,
  fee_charged    bigint not null default 0,
  cause          text,
  detail         text,
  created_at     timestamptz not null,
  built_at       timestamptz,
  settled_at     timestamptz,
  constraint built_is_complete check (state <> 'BUILT'
    or (sequence is not null and envelope is not null and hash is not null and max_time is not null))
);
-- One in flight per source account.
create unique index transactions_lane on transactions (lane) where state = 'BUILT';
create index transactions_open on transactions (state, id) where state in ('QUEUED','BUILT');
create index transactions_lane_open on transactions (lane, id) where state in ('QUEUED','BUILT');
-- The last sequence number that a lane has used up.
create index transactions_lane_used on transactions (lane, sequence desc)
  where state in ('LANDED','FAILED');

-- Every envelope ever sent for a transaction, also those replaced after they could no longer land.
create table transaction_envelopes (
  id             bigint generated always as identity primary key,
  transaction_id bigint not null references transactions,
  hash           text not null unique,
  sequence       bigint not null,
  envelope       text not null,
  max_time       bigint not null,
  at             timestamptz not null
);

create index transaction_envelopes_transaction on transaction_envelopes (transaction_id);

-- What a transaction does: one row a deed, so that one may carry many.
create table transaction_actions (
  id             bigint generated always as identity primary key,
  transaction_id bigint not null references transactions,
  farmer_id      uuid references farmers,
  block_index    bigint,
  action         text not null check (action in ('TRUSTLINE','PLANT','WORK','HARVEST','SPLIT')),
  live           boolean not null default true
);
create unique index one_live_action on transaction_actions
  (farmer_id, coalesce(block_index, -1), action) where live;
create index transaction_actions_transaction on transaction_actions (transaction_id);
create index transaction_actions_block on transaction_actions (block_index, action);
create index transaction_actions_farmer on transaction_actions (farmer_id, block_index);

-- Blocks ------------------------------------------------------------------------------------------

create table block_operations (
  block_index        bigint primary key,
  opened_time        bigint not null,
  opened_ledger      bigint,
  seen_ledger        bigint not null,
  seen_at            timestamptz not null,
  min_gap bigint, max_gap bigint, min_zeros bigint, max_zeros bigint,
  min_stake numeric(39), max_stake numeric(39),
  entropy            text,
  live_until         bigint,
  first_plant_at     timestamptz,
  first_plant_ledger bigint,
  last_plant_at      timestamptz,
  last_plant_ledger  bigint,
  planted_at         timestamptz,
  worked_at          timestamptz,
  closed_at          timestamptz
);

-- What happened to each farmer in each block ------------------------------------------------------

create table plantings (
  id               bigint generated always as identity primary key,
  block_index      bigint not null,
  farmer_id        uuid not null references farmers,
  pooler_id        uuid not null references poolers,
  status           text not null check (status in ('PLANTED','FAILED')),
  stake            bigint not null check (stake >= 0),
  stake_percentage integer not null,
  harvest_interval integer not null,
  cause            text,
  detail           text,
  debtor           text check (debtor in ('FARMER','POOLER','NETWORK')),
  transaction_id   bigint references transactions,
  transaction_hash text,
  ledger           bigint,
  planted_at       timestamptz not null,
  -- A plant that lands after its farmer was given up for the block is money moved: it is recorded
  -- beside the failure and counts before it.
  unique (farmer_id, block_index, status),
  check ((status = 'FAILED') = (cause is not null)),
  check ((status = 'FAILED') = (debtor is not null)),
  check (status = 'FAILED' or ledger is not null)
);
create index plantings_block on plantings (block_index, status);

create table works (
  id               bigint generated always as identity primary key,
  block_index      bigint not null,
  farmer_id        uuid not null references farmers,
  pooler_id        uuid not null references poolers,
  kind             text not null check (kind in ('INSURANCE','FINAL')),
  status           text not null check (status in ('WORKED','FAILED')),
  nonce            numeric(20),
  hash             text,
  zeros            integer,
  gap              bigint,
  cause            text,
  detail           text,
  debtor           text check (debtor in ('FARMER','POOLER','NETWORK')),
  transaction_id   bigint references transactions,
  transaction_hash text,
  ledger           bigint,
  worked_at        timestamptz not null,
  unique (transaction_id),
  check ((status = 'FAILED') = (cause is not null)),
  check ((status = 'FAILED') = (debtor is not null))
);
create index works_farmer on works (farmer_id, block_index);
create index works_block on works (block_index);
-- A farmer that was not worked at all in a block has one row without a transaction saying why.
create unique index works_none on works (farmer_id, block_index) where transaction_id is null;

-- HARVESTED and LOST settle a pail for good, FAILED is an attempt.
create table harvests (
  id               bigint generated always as identity primary key,
  block_index      bigint not null,
  farmer_id        uuid not null references farmers,
  pooler_id        uuid not null references poolers,
  status           text not null check (status in ('HARVESTED','LOST','FAILED')),
  stake            bigint not null,
  reward           bigint not null default 0 check (reward >= 0),
  cause            text,
  detail           text,
  debtor           text check (debtor in ('FARMER','POOLER','NETWORK')),
  transaction_id   bigint references transactions,
  transaction_hash text,
  ledger           bigint,
  harvested_at     timestamptz not null,
  check ((status = 'HARVESTED') = (cause is null)),
  check ((status = 'HARVESTED') = (debtor is null))
);
create unique index harvests_settled on harvests (farmer_id, block_index)
  where status in ('HARVESTED','LOST');
create index harvests_block on harvests (block_index);
create index harvests_farmer on harvests (farmer_id, block_index);

-- What a closed block will pay for a pail, computed from the chain before the harvest is asked for.
create table expected_rewards (
  farmer_id   uuid not null references farmers,
  block_index bigint not null,
  stake       bigint not null,
  reward      bigint not null check (reward >= 0),
  ledger      bigint not null,
  at          timestamptz not null,
  primary key (farmer_id, block_index)
);

create table compensations (
  id           bigint generated always as identity primary key,
  pooler_id    uuid not null references poolers,
  farmer_id    uuid not null references farmers,
  block_index  bigint not null,
  amount       bigint not null check (amount > 0),
  cause        text not null,
  at           timestamptz not null,
  unique (farmer_id, block_index)
);

create table splits (
  id               bigint generated always as identity primary key,
  farmer_id        uuid not null unique references farmers,
  pooler_id        uuid not null references poolers,
  earned           bigint not null,
  pooler_share     bigint not null,
  owed             bigint not null,
  to_pooler        bigint not null check (to_pooler >= 0),
  from_pooler      bigint not null check (from_pooler >= 0),
  to_farmer        bigint not null check (to_farmer >= 0),
  xlm_to_farmer    bigint not null check (xlm_to_farmer >= 0),
  claimable        boolean not null,
  transaction_id   bigint not null references transactions,
  transaction_hash text not null,
  ledger           bigint not null,
  at               timestamptz not null
);

-- The works that were asked for: what was sent, and the newest ledger known then.
create table work_requests (
  transaction_id bigint primary key references transactions,
  farmer_id      uuid not null references farmers,
  block_index    bigint not null,
  kind           text not null check (kind in ('INSURANCE','FINAL')),
  zeros          integer not null,
  asked_ledger   bigint not null,
  at             timestamptz not null
);
create index work_requests_farmer on work_requests (farmer_id, block_index);
create index work_requests_block on work_requests (block_index);

-- What a requested split was computed from; it counts once its transaction has landed.
create table split_plans (
  transaction_id bigint primary key references transactions,
  farmer_id      uuid not null references farmers,
  earned         bigint not null,
  pooler_share   bigint not null,
  owed           bigint not null,
  to_pooler      bigint not null,
  from_pooler    bigint not null,
  to_farmer      bigint not null,
  xlm_before     bigint not null,
  claimable      boolean not null,
  at             timestamptz not null
);
create index split_plans_farmer on split_plans (farmer_id);

-- Why a leaving farmer waits: the latest obstacle only, gone with it.
create table exit_obstacles (
  farmer_id   uuid primary key references farmers,
  obstacle    text not null,
  cause       text,
  detail      text not null,
  attempts    integer not null default 0,
  since       timestamptz not null,
  next_try_at timestamptz
);

-- The miner's memory: replaced by better ones, kept for a restart.
create table best_nonces (
  farmer_id   uuid not null references farmers,
  block_index bigint not null,
  nonce       numeric(20) not null,
  hash        text not null,
  zeros       integer not null,
  at          timestamptz not null,
  primary key (farmer_id, block_index)
);

-- Books -------------------------------------------------------------------------------------------

-- key makes booking idempotent: planted/<farmer>/<block>, fee/<transaction>, …
create table journal_entries (
  id             bigint generated always as identity primary key,
  key            text not null unique,
  kind           text not null,
  farmer_id      uuid references farmers,
  block_index    bigint,
  transaction_id bigint references transactions,
  memo           text not null,
  at             timestamptz not null
);
create index journal_entries_farmer on journal_entries (farmer_id, id);

create table journal_lines (
  entry_id bigint not null references journal_entries,
  line     smallint not null,
  account  text not null,
  asset    text not null check (asset in ('KALE','XLM')),
  amount   bigint not null check (amount <> 0),
  primary key (entry_id, line)
);
create index journal_lines_account on journal_lines (account, asset) include (amount);

-- Every entry balances to zero in each asset, checked when its transaction commits.
create function check_entry_balances() returns trigger language plpgsql as $$
begin
  if exists (select 1 from journal_lines where entry_id = new.entry_id
             group by asset having sum(amount) <> 0) then
    raise exception 'journal entry % does not balance', new.entry_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger entry_balances after insert on journal_lines
  deferrable initially deferred for each row execute function check_entry_balances();

create table account_balances (
  account text not null,
  asset   text not null,
  balance numeric(30) not null,
  primary key (account, asset)
);
create function keep_account_balance() returns trigger language plpgsql as $$
begin
  insert into account_balances (account, asset, balance) values (new.account, new.asset, new.amount)
  on conflict (account, asset) do update set balance = account_balances.balance + new.amount;
  return null;
end $$;
create trigger keep_account_balance after insert on journal_lines
  for each row execute function keep_account_balance();

-- The newest ledger that is in a farmer's books, by a transaction of the pool or a deposit noticed:
-- what a node says as of an older ledger is stale.
create table settled_ledgers (
  farmer_id uuid primary key references farmers,
  ledger    bigint not null
);

-- what: 'block' is the whole comparison after a block, difference 0 included; 'kale', 'xlm', 'pails'
-- and 'reward' are differences found.
create table reconciliations (
  id                 bigint generated always as identity primary key,
  block_index        bigint,
  farmer_id          uuid not null references farmers,
  ledger             bigint not null,
  what               text not null,
  books              bigint not null,
  chain              bigint not null,
  difference         bigint not null,
  at                 timestamptz not null
);
create index reconciliations_farmer on reconciliations (farmer_id, id desc);
create unique index reconciliations_block on reconciliations (farmer_id, block_index)
  where what = 'block';

-- Requests and audit ------------------------------------------------------------------------------

create table idempotency_keys (
  scope       text not null,
  key         text not null,
  fingerprint bytea not null,
  status      integer,
  body        text,
  at          timestamptz not null,
  primary key (scope, key)
);

create table audit (
  id     bigint generated always as identity primary key,
  who    text not null,
  what   text not null,
  target text,
  detail text,
  at     timestamptz not null
);

-- Append-only -------------------------------------------------------------------------------------

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only: % refused', tg_table_name, tg_op
    using errcode = 'restrict_violation';
end $$;

do $$
declare t text;
begin
  foreach t in array array['plantings','works','harvests','splits','compensations','journal_entries',
                           'journal_lines','farmer_events','farmer_settings','transaction_envelopes',
                           'reconciliations','audit','expected_rewards'] loop
    execute format('create trigger append_only before update or delete on %I
                    for each row execute function refuse_change()', t);
    execute format('create trigger append_only_truncate before truncate on %I
                    for each statement execute function refuse_change()', t);
  end loop;
end $$;

create function move_farmer() returns trigger language plpgsql as $$
begin
  update farmers set state = new.to_state where id = new.farmer_id and state = new.from_state;
  if not found then
    raise exception 'farmer % is not %', new.farmer_id, new.from_state using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger move_farmer after insert on farmer_events
  for each row when (new.from_state <> new.to_state) execute function move_farmer();

create function end_actions() returns trigger language plpgsql as $$
begin
  update transaction_actions set live = false where transaction_id = new.id and live;
  return null;
end $$;
create trigger end_actions after update of state on transactions
  for each row when (new.state in ('LANDED','FAILED','REFUSED')
                     and old.state in ('QUEUED','BUILT')) execute function end_actions();

-- A settled transaction stays as it is.
create function refuse_settled_change() returns trigger language plpgsql as $$
begin
  raise exception 'transaction % is settled', old.id using errcode = 'restrict_violation';
end $$;
create trigger settled_is_final before update or delete on transactions
  for each row when (old.state in ('LANDED','FAILED','REFUSED')) execute function refuse_settled_change();

-- Planted and not settled: what plantings less harvests say, kept so that finding it does not take
-- all of the pool's history. A rebuild is: plantings 'PLANTED' except harvests 'HARVESTED', 'LOST'.
create table unsettled_pails (
  farmer_id   uuid not null references farmers,
  block_index bigint not null,
  primary key (farmer_id, block_index)
);
create function keep_unsettled_pails() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'plantings' then
    insert into unsettled_pails (farmer_id, block_index) values (new.farmer_id, new.block_index);
  else
    delete from unsettled_pails where farmer_id = new.farmer_id and block_index = new.block_index;
  end if;
  return null;
end $$;
create trigger keep_unsettled_pails after insert on plantings
  for each row when (new.status = 'PLANTED') execute function keep_unsettled_pails();
create trigger keep_unsettled_pails after insert on harvests
  for each row when (new.status in ('HARVESTED','LOST')) execute function keep_unsettled_pails();

-- What is open ------------------------------------------------------------------------------------

create view current_settings as
  select distinct on (farmer_id) farmer_id, stake_percentage, harvest_interval, at
  from farmer_settings order by farmer_id, id desc;

create view farmer_view as
  select f.id, f.seq, f.pooler_id, f.custodial, f.payout, f.state, f.created_at,
         s.stake_percentage, s.harvest_interval
  from farmers f join current_settings s on s.farmer_id = f.id;

-- Pails that are planted and not settled. worked_zeros is null while no work has landed.
create view open_pails as
  select p.farmer_id, p.pooler_id, p.block_index, p.stake, p.harvest_interval,
         p.ledger as planted_ledger, f.custodial, f.state as farmer_state,
         w.zeros as worked_zeros, w.gap as worked_gap
  from unsettled_pails u
  join plantings p on p.farmer_id = u.farmer_id and p.block_index = u.block_index
    and p.status = 'PLANTED'
  join farmers f on f.id = u.farmer_id
  left join lateral (
    select zeros, gap from works
    where farmer_id = p.farmer_id and block_index = p.block_index and status = 'WORKED'
    order by zeros desc limit 1) w on true;

create view block_summary as
  select b.*,
    (select count(distinct farmer_id) from plantings p where p.block_index = b.block_index) as farmers,
    (select count(*) from plantings p where p.block_index = b.block_index and status = 'PLANTED') as planted,
    (select count(distinct farmer_id) from works w where w.block_index = b.block_index and status = 'WORKED') as worked,
    (select count(*) from harvests h where h.block_index = b.block_index and status = 'HARVESTED') as harvested,
    (select count(*) from harvests h where h.block_index = b.block_index and status = 'LOST') as lost,
    (select coalesce(sum(stake), 0) from plantings p where p.block_index = b.block_index and status = 'PLANTED') as staked,
    (select coalesce(sum(reward), 0) from harvests h where h.block_index = b.block_index and status = 'HARVESTED') as rewards,
    (select max(zeros) from works w where w.block_index = b.block_index and status = 'WORKED') as best_zeros
  from block_operations b;
