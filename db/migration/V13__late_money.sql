-- What reached a custodial account after its farmer had left, passed on to the payout wallet. debt_xlm:
-- of it what came to the pooler's wallet and is owed on.
create table late_payouts (
  id               bigint generated always as identity primary key,
  farmer_id        uuid not null references farmers,
  pooler_id        uuid not null references poolers,
  kale             bigint not null check (kale >= 0),
  xlm              bigint not null check (xlm >= 0),
  debt_xlm         bigint not null check (debt_xlm >= 0),
  claimable        boolean not null,
  transaction_id   bigint not null unique references transactions,
  transaction_hash text not null,
  ledger           bigint not null,
  at               timestamptz not null
);
create index late_payouts_farmer on late_payouts (farmer_id, ledger);
create trigger append_only before update or delete on late_payouts
  for each row execute function refuse_change();
create trigger append_only_truncate before truncate on late_payouts
  for each statement execute function refuse_change();

-- Claimable balances that farmers had claimed for them; how each ended its transaction tells.
create table claims (
  transaction_id bigint primary key references transactions,
  farmer_id      uuid not null references farmers,
  balance_id     text not null check (balance_id ~ '^[0-9a-f]{64}$'),
  amount         bigint not null check (amount > 0),
  by_whom        text not null,
  at             timestamptz not null
);
create index claims_farmer on claims (farmer_id, transaction_id desc);
create trigger append_only before update or delete on claims
  for each row execute function refuse_change();
create trigger append_only_truncate before truncate on claims
  for each statement execute function refuse_change();
