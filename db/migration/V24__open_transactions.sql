-- The one place that says which transactions are open, what each is for, and whose turn it is on a
-- lane. A lane carries one transaction at a time; the one that loses most by waiting goes first: a
-- stake is lost for good without its work, a block's earnings without its plant; all else can be
-- done in the next block too.
create view open_transactions as
  select t.id, t.lane, t.state, t.call, t.not_after_time, t.attempts, t.sequence, t.hash,
    t.inner_hash, t.max_time, t.built_ledger, t.sent_ledger, t.next_try_at, t.last_answer,
    t.created_at, a.farmer_id, a.block_index, a.action,
    case when t.state = 'BUILT' then 0 when a.action = 'WORK' then 1 when a.action = 'PLANT' then 2
      when a.action = 'HARVEST' then 3 else 4 end as turn,
    (select count(*) from transaction_envelopes e where e.transaction_id = t.id) as envelopes,
    (select e.envelope from transaction_envelopes e where e.hash = t.hash) as envelope
  from transactions t
  join lateral (select farmer_id, block_index, action from transaction_actions
                where transaction_id = t.id order by id limit 1) a on true
  where t.state in ('QUEUED','BUILT');
