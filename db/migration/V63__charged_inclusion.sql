-- What a ledger charged an operation of it for its place, stroops: that ledger's price, beside the
-- bid in transaction_envelopes, which says why. Null for what is in no ledger, for those of before,
-- and where no node told it apart from the resource fee.
alter table transactions add column inclusion_charged bigint check (inclusion_charged >= 0);

-- As before: pages keep nothing that only served sending, so no layout changes.
create or replace function archived_tables()
returns table (code integer, name text, omitted text[])
language sql immutable as $$
  values (1, 'plantings', '{}'::text[]), (2, 'works', '{}'), (3, 'harvests', '{}'),
    (4, 'expected_rewards', '{}'), (5, 'reconciliations', '{}'),
    (6, 'transactions', '{call,not_after_time,attempts,max_time,built_ledger,sent_ledger,
      next_try_at,last_answer,last_answer_kind,created_at,inclusion_charged}'),
    (7, 'transaction_actions', '{}'),
    (8, 'transaction_envelopes', '{envelope,inclusion_bid,bid_reason}'),
    (9, 'journal_entries', '{}'), (10, 'journal_lines', '{}')
$$;
