-- A transaction may do several things, each of which succeeds or fails by itself: how it ended, why,
-- and its share of the fee. Null where a transaction does one thing: its own row says that.
alter table transaction_actions
  add column ended text check (ended in ('LANDED','FAILED','REFUSED')),
  add column cause text,
  add column detail text,
  add column fee_charged bigint check (fee_charged >= 0),
  add constraint transaction_actions_cause check (
    (ended is not distinct from 'FAILED' or ended is not distinct from 'REFUSED')
      = (cause is not null)),
  add constraint transaction_actions_fee check ((ended is null) = (fee_charged is null)),
  add constraint transaction_actions_over check (ended is null or not live);

-- How one of a batch ended never changes.
create function refuse_ended_deed() returns trigger language plpgsql as $$
begin
  raise exception 'a deed of transaction % has ended', old.transaction_id
    using errcode = 'restrict_violation';
end $$;
create trigger ended_is_final before update on transaction_actions
  for each row when (old.ended is not null) execute function refuse_ended_deed();

-- A deed of a batch is asked about by itself.
create or replace view deeds as
  select a.transaction_id, a.farmer_id, a.block_index, a.action, t.lane,
    coalesce(a.ended, t.state) as state,
    case when a.ended is null then t.cause else a.cause end as cause,
    case when a.ended is null then t.detail else a.detail end as detail,
    case when a.ended = 'REFUSED' then null else t.ledger end as ledger,
    case when a.ended = 'REFUSED' then null else t.close_time end as close_time,
    t.built_ledger, t.sent_ledger, t.staked, t.first_sent_at,
    t.last_sent_at, t.settled_at
  from transaction_actions a join known_transactions t on t.id = a.transaction_id;

alter table work_requests drop constraint work_requests_pkey;
alter table work_requests add primary key (transaction_id, farmer_id);
alter table works drop constraint works_transaction_id_key;
create unique index works_once on works (transaction_id, farmer_id) where transaction_id is not null;

-- What a block's deeds cost, of a batch's each its share: it may be of several blocks. By their numbers, as before.
create or replace view figured_blocks as
  select b.block_index, b.opened_time,
    (select n.opened_time from block_operations n where n.block_index > b.block_index
     order by n.block_index limit 1) - b.opened_time as seconds,
    b.farmers, b.planted, b.worked, b.harvested, b.lost, b.rewards,
    (select coalesce(sum(coalesce(a.fee_charged,
       (select t.fee_charged from transactions t where t.id = a.transaction_id))), 0)
     from transaction_actions a
     where a.block_index = b.block_index and a.action in ('PLANT','WORK','HARVEST')) as fees,
    (select coalesce(sum(div(h.reward::numeric * h.share_basis_points, 10000)), 0) from harvests h
     where h.block_index = b.block_index and h.status = 'HARVESTED') as pooler_share,
    (select coalesce(sum(c.amount), 0) from compensations c
     where c.block_index = b.block_index) as compensations
  from block_summary b
  where not exists (select 1 from archived_blocks a where a.block_index = b.block_index);

-- Accounts of the pool's own that carry batches, each one at a time. Their keys follow from the numbers
-- and the pool's root, so that none is lost with a row.
create table batch_channels (
  number     integer primary key check (number > 0),
  account    text not null unique,
  created_at timestamptz not null
);

-- What modules let others read, as in V29 ----------------------------------------------------------

-- books: XLM that a farmer has by the books beyond what was advanced for its fees, reserve included;
-- stroops
create view spare_lumens as
  select f.id as farmer_id, coalesce(x.balance, 0) - coalesce(a.balance, 0) as spare
  from known_farmers f
  left join account_balances x on x.account = 'xlm:' || f.id and x.asset = 'XLM'
  left join account_balances a on a.account = 'advanced:' || f.id and a.asset = 'XLM';
