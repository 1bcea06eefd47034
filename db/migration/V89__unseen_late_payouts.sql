-- What was passed on of farmers that have left and may have landed without anybody having seen it, as
-- long as no later payment of the kind is known to have landed.
create view unseen_late_payouts as
  select p.transaction_id, p.farmer_id, t.last_hash, coalesce(t.built_ledger, 0) as built_ledger
  from split_plans p join known_transactions t on t.id = p.transaction_id
  where t.state = 'REFUSED' and t.cause in ('SEQUENCE_TAKEN', 'ACCOUNT_MISSING')
    and t.last_hash is not null
    and exists (select 1 from deeds d where d.transaction_id = t.id and d.action = 'LATE')
    and not exists (select 1 from late_payouts l
                    where l.farmer_id = p.farmer_id and l.transaction_id >= t.id);
