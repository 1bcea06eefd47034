-- What an envelope bids to get into a ledger, for an operation, stroops, and why so much; null in
-- those of before. A fee bump has a row of its own with the sequence number of what it wraps.
alter table transaction_envelopes add column inclusion_bid bigint check (inclusion_bid >= 0);
alter table transaction_envelopes add column bid_reason text;

create or replace view open_transactions as
  select t.id, t.lane, t.state, t.call, t.not_after_time, t.attempts, t.sequence, t.hash,
    t.inner_hash, t.max_time, t.built_ledger, t.sent_ledger, t.next_try_at, t.last_answer,
    t.created_at, a.farmer_id, a.block_index, a.action,
    case when t.state = 'BUILT' then 0 when a.action = 'WORK' then 1 when a.action = 'PLANT' then 2
      when a.action = 'HARVEST' then 3 else 4 end as turn,
    (select count(*) from transaction_envelopes e where e.transaction_id = t.id) as envelopes,
    (select e.envelope from transaction_envelopes e where e.hash = t.hash) as envelope,
    t.last_answer_kind,
    (select e.inclusion_bid from transaction_envelopes e where e.hash = t.hash) as inclusion_bid,
    (select e.bid_reason from transaction_envelopes e where e.hash = t.hash) as bid_reason
  from transactions t
  join lateral (select farmer_id, block_index, action from transaction_actions
                where transaction_id = t.id order by id limit 1) a on true
  where t.state in ('QUEUED','BUILT');

-- As before: pages keep nothing that only served sending, so no layout changes.
create or replace function archived_tables()
returns table (code integer, name text, omitted text[])
language sql immutable as $$
  values (1, 'plantings', '{}'::text[]), (2, 'works', '{}'), (3, 'harvests', '{}'),
    (4, 'expected_rewards', '{}'), (5, 'reconciliations', '{}'),
    (6, 'transactions', '{call,not_after_time,attempts,max_time,built_ledger,sent_ledger,
      next_try_at,last_answer,last_answer_kind,created_at}'),
    (7, 'transaction_actions', '{}'),
    (8, 'transaction_envelopes', '{envelope,inclusion_bid,bid_reason}'),
    (9, 'journal_entries', '{}'), (10, 'journal_lines', '{}')
$$;

-- What a farmer has planted in a block and loses when nothing is worked for it; stroops.
create view planted_stakes as
  select id, farmer_id, block_index, stake from plantings where status = 'PLANTED';

-- What a pail brought lately, stroops; 0 before any did.
create view recent_rewards as
  select 1 as id, coalesce(avg(reward), 0)::bigint as mean
  from (select reward from harvests where status = 'HARVESTED' order by id desc limit 200) lately;
