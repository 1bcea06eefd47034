-- How books and chain come to agree again when they differ: what a restored pool found on the
-- chain, fees whose transactions were never seen to end, and what operators book by hand.

-- An operator's correction: chain less books, what it was, and who bears or gave it.
create table corrections (
  id          bigint generated always as identity primary key,
  farmer_id   uuid not null references farmers,
  what        text not null check (what in ('kale','xlm','pail')),
  block_index bigint,
  amount      bigint not null check (amount <> 0),
  reward      bigint check (reward >= 0),
  debtor      text not null check (debtor in ('FARMER','POOLER','NETWORK')),
  cause       text not null,
  why         text not null,
  ledger      bigint not null,
  at          timestamptz not null,
  check ((what = 'pail') = (block_index is not null)),
  check (reward is null or what = 'pail')
);
create index corrections_farmer on corrections (farmer_id, id);

-- A debt that a correction made belongs to no block.
alter table compensations alter column block_index drop not null;

-- XLM that was spent by transactions of a custodial account which the pool never saw in a ledger:
-- all of the account's sequence numbers up to this one are accounted for.
create table unseen_fees (
  id        bigint generated always as identity primary key,
  farmer_id uuid not null references farmers,
  sequence  bigint not null,
  amount    bigint not null check (amount > 0),
  ledger    bigint not null,
  at        timestamptz not null
);
create index unseen_fees_farmer on unseen_fees (farmer_id, sequence desc);

-- Transactions that may have landed without anybody having seen it.
create index transactions_unseen on transactions (lane)
  where state = 'REFUSED' and cause = 'SEQUENCE_TAKEN';

-- A restore holds every farmer back by an event of its own. The recovery answers that event once it
-- has booked what the chain shows. complete: whether the node remembered all since the backup.
create table recoveries (
  id        bigint generated always as identity primary key,
  farmer_id uuid not null references farmers,
  event_id  bigint not null references farmer_events,
  complete  boolean not null,
  ledger    bigint not null,
  at        timestamptz not null,
  unique (farmer_id, event_id)
);
create index farmer_events_restored on farmer_events (farmer_id, id) where by_whom = 'restore';

create view unrecovered as
  select e.farmer_id, max(e.id) as event_id from farmer_events e
  where e.by_whom = 'restore'
    and not exists (select 1 from recoveries r
                    where r.farmer_id = e.farmer_id and r.event_id >= e.id)
  group by e.farmer_id;

-- A payout that no node tells of: unseen says by what it is known. Without a transaction of this
-- database it was sent before a restore.
alter table splits add column unseen text;
alter table splits alter column transaction_id drop not null;
alter table splits alter column transaction_hash drop not null;
alter table splits add check (unseen is not null
  or (transaction_id is not null and transaction_hash is not null));

do $$
declare t text;
begin
  foreach t in array array['corrections','unseen_fees','recoveries'] loop
    execute format('create trigger append_only before update or delete on %I
                    for each row execute function refuse_change()', t);
    execute format('create trigger append_only_truncate before truncate on %I
                    for each statement execute function refuse_change()', t);
  end loop;
end $$;
