-- What was heard last about a transaction, by its kind; last_answer keeps the words, for operators.
-- The kind of old rows is computed, not written: settled ones take no update. An old row says no
-- more than its text, so this is the last time that a text is searched.
alter table transactions add column last_answer_kind text generated always as (
  case
    when last_answer is null then null
    when last_answer ~ '^(expired: )?(PENDING|DUPLICATE)$' then 'TAKEN'
    when last_answer like '%txINSUFFICIENT\_FEE%' then 'BID_TOO_LOW'
    when last_answer like 'the network wants a resource fee of %' then 'TOO_DEAR'
    when last_answer ~ '^(expired: )?txBAD_SEQ$' then 'OUT_OF_SEQUENCE'
    when last_answer ~ '^(expired: )?(unanswered: |null$)' then 'UNANSWERED'
    when last_answer ~ '^(expired: )?(status |refused with |(ERROR|SUCCESS|FAILED) with)'
      then 'UNCLEAR'
    when last_answer ~ '^(expired: )?(txTOO_EARLY|txINTERNAL_ERROR|txBAD_MIN_SEQ_AGE_OR_GAP)$'
      then 'LATER'
    when last_answer ~ '^(expired: )?TRY_AGAIN_LATER$' then 'LATER'
    when last_answer ~ '^(expired: )?((tx|op)[A-Z_]+|[A-Z]+_[A-Z_]+)$' then 'REFUSED'
    else 'LATER'
  end) stored;
alter table transactions alter column last_answer_kind drop expression;
alter table transactions
  add constraint last_answer_kind_known check (last_answer_kind in ('TAKEN','LATER','BID_TOO_LOW',
    'TOO_DEAR','OUT_OF_SEQUENCE','REFUSED','UNCLEAR','UNANSWERED')),
  add constraint last_answer_has_a_kind check ((last_answer is null) = (last_answer_kind is null));

create or replace view open_transactions as
  select t.id, t.lane, t.state, t.call, t.not_after_time, t.attempts, t.sequence, t.hash,
    t.inner_hash, t.max_time, t.built_ledger, t.sent_ledger, t.next_try_at, t.last_answer,
    t.created_at, a.farmer_id, a.block_index, a.action,
    case when t.state = 'BUILT' then 0 when a.action = 'WORK' then 1 when a.action = 'PLANT' then 2
      when a.action = 'HARVEST' then 3 else 4 end as turn,
    (select count(*) from transaction_envelopes e where e.transaction_id = t.id) as envelopes,
    (select e.envelope from transaction_envelopes e where e.hash = t.hash) as envelope,
    t.last_answer_kind
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
    (6, 'transactions', '{call,not_after_time,attempts,fee_bid,min_time,max_time,built_ledger,
      sent_ledger,next_try_at,last_answer,last_answer_kind,created_at,built_at}'),
    (7, 'transaction_actions', '{}'), (8, 'transaction_envelopes', '{envelope}'),
    (9, 'journal_entries', '{}'), (10, 'journal_lines', '{}')
$$;
