-- Where a farmer's KALE lies: in an account of the pool's, or in a contract of the farmer's own. Of
-- the latter the address stands in custodial, and the owner in payout.

alter table farmers add column custody text not null default 'CUSTODIAL'
  check (custody in ('CUSTODIAL','VAULT'));
create or replace view farmer_view as
  select f.id, f.seq, f.pooler_id, f.custodial, f.payout, f.state, f.created_at,
         s.stake_percentage, s.harvest_interval, s.farm_when, f.custody
  from farmers f
  join lateral (
    select stake_percentage, harvest_interval, farm_when from farmer_settings
    where farmer_id = f.id order by id desc limit 1) s on true;
create or replace view known_farmers as
  select id, seq, pooler_id, custodial, state, seen_at, funded_at, custody from farmers;

create function guard_custody() returns trigger language plpgsql as $$
begin
  raise exception 'farmer %: where its KALE lies never changes', old.id
    using errcode = 'restrict_violation';
end $$;
create trigger guard_custody before update on farmers
  for each row when (new.custody <> old.custody) execute function guard_custody();
-- An owner cannot be changed, so the wallet that is paid out to cannot either.
create function guard_owner() returns trigger language plpgsql as $$
begin
  raise exception 'farmer %: the owner of a vault never changes', old.id
    using errcode = 'restrict_violation';
end $$;
create trigger guard_owner before update on farmers
  for each row when (old.custody = 'VAULT' and new.payout <> old.payout) execute function guard_owner();

-- Whether the 32 bytes of payout are a contract's id, and not an account's key; of custodial that
-- follows from custody.
alter table lapsed_registrations
  add column custody text not null default 'CUSTODIAL' check (custody in ('CUSTODIAL','VAULT')),
  add column payout_contract boolean not null default false;

-- The vaults of farmers and of lapsed registrations, all there ever were. What an address was made of
-- never changes, and is all that it takes to make the vault: contract, number, owner, basis points
-- and first floor (stroops). Ledgers are null until something is known to be so.
create table vaults (
  farmer_id      uuid primary key,
  contract       text not null check (length(contract) = 56),
  number         bigint not null check (number >= 0),
  owner          text not null check (length(owner) = 56),
  basis_points   integer not null check (basis_points between 0 and 10000),
  floor          bigint not null check (floor >= 0),
  address        text not null unique check (length(address) = 56),
  asked_at       timestamptz not null,
  made_ledger    bigint,
  stopped_ledger bigint,
  settled_ledger bigint
);
create index vaults_made on vaults (farmer_id) where made_ledger is not null;
create function guard_vault() returns trigger language plpgsql as $$
begin
  if (new.farmer_id, new.contract, new.number, new.owner, new.basis_points, new.floor, new.address,
      new.asked_at) is distinct from (old.farmer_id, old.contract, old.number, old.owner,
      old.basis_points, old.floor, old.address, old.asked_at) then
    raise exception 'vault of farmer %: what it is made of never changes', old.farmer_id
      using errcode = 'restrict_violation';
  end if;
  if new.made_ledger is distinct from coalesce(old.made_ledger, new.made_ledger)
      or new.stopped_ledger is distinct from coalesce(old.stopped_ledger, new.stopped_ledger) then
    raise exception 'vault of farmer %: it was made once, and is stopped for ever', old.farmer_id
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_vault before update on vaults
  for each row execute function guard_vault();
create trigger never_removed before delete on vaults
  for each row execute function refuse_removal();
create trigger never_removed_truncate before truncate on vaults
  for each statement execute function refuse_removal();
