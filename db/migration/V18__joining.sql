-- Whoever registers has nothing yet: no place in the pool, no payout wallet, and no rows that stay.
-- seen_at: when the custodial account was first seen on the network; from then on its key is among
-- the wallets. funded_at: when there was enough, with which the farmer took its place and wallet.
-- payout_proven: the payout wallet's key has signed that it wants to be this farmer's.
alter table farmers
  add column seen_at       timestamptz,
  add column funded_at     timestamptz,
  add column payout_proven boolean not null default false;

update farmers f set funded_at = coalesce(
  (select min(at) from farmer_events where farmer_id = f.id and to_state in ('FUNDED','ACTIVE')),
  case when state in ('FUNDED','ACTIVE') then created_at end);
update farmers f set seen_at = coalesce(funded_at,
  (select min(at) from journal_entries where farmer_id = f.id),
  case when state = 'DEPARTED' then created_at end);

-- One farmer for each payout wallet, and beside it one that has proved that the wallet is its own:
-- nobody keeps a wallet's owner out by paying first.
drop index farmers_payout;
create unique index farmers_payout on farmers
  (payout, coalesce(payout_id, -1), coalesce(payout_memo_kind, ''), coalesce(payout_memo, ''),
   payout_proven)
  where funded_at is not null and state <> 'DEPARTED';
create index farmers_unseen on farmers (seq) where seen_at is null;

create or replace function move_farmer() returns trigger language plpgsql as $$
begin
  update farmers set state = new.to_state,
      funded_at = coalesce(funded_at, case when new.to_state in ('FUNDED','ACTIVE') then new.at end),
      seen_at = coalesce(seen_at,
        case when new.to_state in ('FUNDED','ACTIVE','DEPARTED') then new.at end)
    where id = new.farmer_id and state = new.from_state;
  if not found then
    raise exception 'farmer % is not %', new.farmer_id, new.from_state using errcode = 'check_violation';
  end if;
  return null;
end $$;

create function begin_funded() returns trigger language plpgsql as $$
begin
  new.funded_at := coalesce(new.funded_at, new.created_at);
  new.seen_at := coalesce(new.seen_at, new.created_at);
  return new;
end $$;
create trigger begin_funded before insert on farmers
  for each row when (new.state in ('FUNDED','ACTIVE')) execute function begin_funded();

-- From which address a registration came; forgotten when the registration's life is over.
create table registrations (
  farmer_id uuid primary key,
  client    text not null,
  at        timestamptz not null
);
create index registrations_client on registrations (client, at);

-- Registrations that nobody paid for: all that is kept of one, a tenth of what a farmer takes. Its
-- key is made again from the id; what still arrives makes it a farmer again. Addresses are 32 bytes.
create table lapsed_registrations (
  seq                bigint primary key,
  lapsed_at          timestamptz not null,
  id                 uuid not null,
  pooler_id          uuid not null references poolers,
  share_basis_points smallint not null,
  stake_percentage   smallint not null,
  harvest_interval   smallint not null,
  payout_proven      boolean not null,
  custodial          bytea not null check (length(custodial) = 32),
  payout             bytea not null check (length(payout) = 32),
  token_hash         bytea not null,
  payout_id          numeric(20),
  payout_memo_kind   text,
  payout_memo        text
);
create index lapsed_registrations_id on lapsed_registrations using hash (id);
create index lapsed_registrations_token on lapsed_registrations using hash (token_hash);

-- A farmer and a lapsed registration turn into each other, and nothing else lets either go.
create function lapse_unseen() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from farmers where id = new.id and seq = new.seq and seen_at is null
                 and state in ('REGISTERED','LEAVING')) then
    raise exception 'farmer % has not lapsed', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger lapse_unseen before insert on lapsed_registrations
  for each row execute function lapse_unseen();
create function refuse_unless_revived() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from farmers where id = old.id) then
    raise exception 'lapsed registration % is kept for what may still arrive', old.id
      using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger refuse_unless_revived before delete on lapsed_registrations
  for each row execute function refuse_unless_revived();
create trigger append_only before update on lapsed_registrations
  for each row execute function refuse_change();
create trigger append_only_truncate before truncate on lapsed_registrations
  for each statement execute function refuse_change();

create function refuse_unless_lapsed() returns trigger language plpgsql as $$
declare farmer uuid := case when tg_table_name = 'farmers' then to_jsonb(old) ->> 'id'
                            else to_jsonb(old) ->> 'farmer_id' end;
begin
  if not exists (select 1 from lapsed_registrations where id = farmer) then
    raise exception 'table % is append-only: % refused', tg_table_name, tg_op
      using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
do $$
declare t text;
begin
  foreach t in array array['farmer_events','farmer_settings','farmer_terms','recoveries'] loop
    execute format('drop trigger append_only on %I', t);
    execute format('create trigger append_only before update on %I
                    for each row execute function refuse_change()', t);
    execute format('create trigger append_only_delete before delete on %I
                    for each row execute function refuse_unless_lapsed()', t);
  end loop;
end $$;
create trigger append_only_delete before delete on farmers
  for each row execute function refuse_unless_lapsed();

-- A registration that comes back has the terms under which it was made.
create or replace function begin_terms() returns trigger language plpgsql as $$
begin
  insert into farmer_terms (farmer_id, share_basis_points, valid_from, announced_at, by_whom, why)
  select new.id,
    coalesce((select share_basis_points from lapsed_registrations where id = new.id),
             share_basis_points),
    new.created_at, new.created_at, 'pool', 'registered'
  from poolers where id = new.pooler_id;
  return null;
end $$;
