-- What was written and never read: who paid which fee, and when something was sent, is in the
-- envelopes and in transaction_envelopes.
alter table poolers drop column api_key_hash, drop column last_seen_at;
alter table transactions drop column fee_bid, drop column min_time, drop column built_at;
drop view block_summary;
alter table block_operations drop column first_plant_at, drop column last_plant_at;
create view block_summary as
  select b.*,
    (select count(distinct farmer_id) from plantings p where p.block_index = b.block_index)
      + coalesce(a.farmers, 0) as farmers,
    (select count(*) from plantings p where p.block_index = b.block_index and status = 'PLANTED')
      + coalesce(a.planted, 0) as planted,
    (select count(distinct farmer_id) from works w where w.block_index = b.block_index
      and status = 'WORKED') + coalesce(a.worked, 0) as worked,
    (select count(*) from harvests h where h.block_index = b.block_index and status = 'HARVESTED')
      + coalesce(a.harvested, 0) as harvested,
    (select count(*) from harvests h where h.block_index = b.block_index and status = 'LOST')
      + coalesce(a.lost, 0) as lost,
    (select coalesce(sum(stake), 0) from plantings p where p.block_index = b.block_index
      and status = 'PLANTED') + coalesce(a.staked, 0) as staked,
    (select coalesce(sum(reward), 0) from harvests h where h.block_index = b.block_index
      and status = 'HARVESTED') + coalesce(a.rewards, 0) as rewards,
    greatest((select max(zeros) from works w where w.block_index = b.block_index
      and status = 'WORKED'), a.best_zeros) as best_zeros
  from block_operations b left join archived_blocks a on a.block_index = b.block_index;

-- As before: pages keep nothing that only served sending, so no layout changes.
create or replace function archived_tables()
returns table (code integer, name text, omitted text[])
language sql immutable as $$
  values (1, 'plantings', '{}'::text[]), (2, 'works', '{}'), (3, 'harvests', '{}'),
    (4, 'expected_rewards', '{}'), (5, 'reconciliations', '{}'),
    (6, 'transactions', '{call,not_after_time,attempts,max_time,built_ledger,sent_ledger,
      next_try_at,last_answer,last_answer_kind,created_at}'),
    (7, 'transaction_actions', '{}'), (8, 'transaction_envelopes', '{envelope}'),
    (9, 'journal_entries', '{}'), (10, 'journal_lines', '{}')
$$;
