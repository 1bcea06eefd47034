-- Which transactions brought what was seen in a custodial wallet. A deposit is booked as soon as the
-- balance is seen to have grown; who has paid it is asked of the node afterwards. Vaults' deposits
-- name theirs in the journal.

-- What is known of a deposit: key is the journal entry's; ledger the one in which it was seen, since
-- the one after which it came, 0 if nothing was in the farmer's books before. Amounts are stroops.
-- OPEN: to be asked; TOLD: its transactions are below; FORGOTTEN: it may be older than what the node
-- remembers; UNTOLD: the node tells of no payments that come to its amount.
create table seen_deposits (
  key       text primary key check (length(key) <= 200),
  farmer_id uuid   not null references farmers,
  asset     text   not null check (asset in ('KALE','XLM')),
  amount    bigint not null check (amount > 0),
  ledger    bigint not null,
  since     bigint not null,
  state     text   not null default 'OPEN' check (state in ('OPEN','TOLD','FORGOTTEN','UNTOLD'))
);
create index seen_deposits_open on seen_deposits (ledger) where state = 'OPEN';
create index seen_deposits_farmer on seen_deposits (farmer_id);

-- The payments of a deposit, in their order: number among the payments of that transaction to the
-- wallet, from 0; sender null where that is neither an account nor a contract.
create table deposit_payments (
  key     text    not null references seen_deposits,
  place   integer not null check (place >= 0),
  hash    text    not null check (hash ~ '^[0-9a-f]{64}$'),
  number  integer not null check (number >= 0),
  ledger  bigint  not null,
  sender  text check (length(sender) = 56),
  amount  bigint  not null check (amount > 0),
  primary key (key, place)
);

create function guard_deposit() returns trigger language plpgsql as $$
begin
  if (new.key, new.farmer_id, new.asset, new.amount, new.ledger, new.since) is distinct from
      (old.key, old.farmer_id, old.asset, old.amount, old.ledger, old.since)
      or old.state <> 'OPEN' then
    raise exception 'deposit %: what is known of it never changes', old.key
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_deposit before update on seen_deposits
  for each row execute function guard_deposit();
do $$
declare t text;
begin
  foreach t in array array['seen_deposits','deposit_payments'] loop
    execute format('create trigger never_removed before delete on %I
                    for each row execute function refuse_removal()', t);
    execute format('create trigger never_removed_truncate before truncate on %I
                    for each statement execute function refuse_removal()', t);
  end loop;
end $$;
create trigger append_only before update on deposit_payments
  for each row execute function refuse_change();

-- Those that are to be asked for, with the wallet and when its farmer came.
create view open_deposits as
  select d.key, d.farmer_id, f.custodial, d.asset, d.amount, d.ledger, d.since,
    f.created_at as born
  from seen_deposits d join farmers f on f.id = d.farmer_id
  where d.state = 'OPEN';
