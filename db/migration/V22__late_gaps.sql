-- What poolers could not pay, in one order: what a split left (late_id is null), and XLM that came to
-- the pooler's wallet while late money was passed on.
create table debts (
  id        bigint generated always as identity primary key,
  farmer_id uuid not null references farmers,
  late_id   bigint references late_payouts,
  at        timestamptz not null
);
create unique index debts_once on debts (farmer_id, coalesce(late_id, 0));
insert into debts (farmer_id, late_id, at)
  select * from (
    select farmer_id, null::bigint as late_id, at from splits where debt > 0 or debt_xlm > 0
    union all
    select farmer_id, id, at from late_payouts where debt_xlm > 0) known
  order by at, late_id nulls first, farmer_id;
create trigger append_only before update or delete on debts
  for each row execute function refuse_change();
create trigger append_only_truncate before truncate on debts
  for each statement execute function refuse_change();

create function note_debt() returns trigger language plpgsql as $$
begin
  insert into debts (farmer_id, late_id, at) values (new.farmer_id,
    case when tg_table_name = 'late_payouts' then (to_jsonb(new) ->> 'id')::bigint end, new.at);
  return null;
end $$;
create trigger note_debt after insert on splits
  for each row when (new.debt > 0 or new.debt_xlm > 0) execute function note_debt();
create trigger note_debt after insert on late_payouts
  for each row when (new.debt_xlm > 0) execute function note_debt();

-- When a registration had lapsed that came back: nothing was done for it before that.
alter table farmers add column lapsed_at timestamptz;

-- A late payout that no node tells of, as in splits: it was sent before a restore.
alter table late_payouts
  add column unseen text,
  alter column transaction_id drop not null,
  add check (unseen is not null or transaction_id is not null);

-- debt_reserve: XLM that the farmer left with the pooler's wallet for the reserve of the claimable
-- balance in which a debt is paid later; part of the split's debt_xlm. claim_reserve: what was used so.
alter table split_plans add column debt_reserve bigint not null default 0;
alter table debt_payments
  add column claim_reserve bigint not null default 0 check (claim_reserve >= 0);
