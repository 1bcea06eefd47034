-- A payout that leaves the account open for now: what the pooler's wallet could not take of its share
-- stays in custody and is paid to it later, with what else is there (late_payouts.to_pooler).
alter table split_plans add column withheld bigint not null default 0;
alter table splits add column withheld bigint not null default 0 check (withheld >= 0);
alter table late_payouts add column to_pooler bigint not null default 0 check (to_pooler >= 0);

-- XLM that came to the pooler's wallet while late money was passed on is a debt of its own, paid once
-- like the one of the split, which has no late_id.
alter table debt_payments
  add column late_id bigint references late_payouts,
  drop constraint debt_payments_farmer_id_key;
create unique index debt_payments_once on debt_payments (farmer_id, coalesce(late_id, 0));
create index late_payouts_debts on late_payouts (id) where debt_xlm > 0;
