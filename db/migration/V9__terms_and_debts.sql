-- Terms -------------------------------------------------------------------------------------------

-- The pooler's part of what a farmer earns, from when on, and since when the farmer can know it. Of
-- the rows that are in force the newest counts. The first is the pooler's own at registration.
create table farmer_terms (
  id                 bigint generated always as identity primary key,
  farmer_id          uuid not null references farmers,
  share_basis_points smallint not null check (share_basis_points between 0 and 10000),
  valid_from         timestamptz not null,
  announced_at       timestamptz not null,
  by_whom            text not null,
  why                text not null,
  check (valid_from >= announced_at)
);
create index farmer_terms_farmer on farmer_terms (farmer_id, id desc);

create function begin_terms() returns trigger language plpgsql as $$
begin
  insert into farmer_terms (farmer_id, share_basis_points, valid_from, announced_at, by_whom, why)
  select new.id, share_basis_points, new.created_at, new.created_at, 'pool', 'registered'
  from poolers where id = new.pooler_id;
  return null;
end $$;
create trigger begin_terms after insert on farmers
  for each row execute function begin_terms();

insert into farmer_terms (farmer_id, share_basis_points, valid_from, announced_at, by_whom, why)
select f.id, p.share_basis_points, f.created_at, f.created_at, 'pool', 'registered'
from farmers f join poolers p on p.id = f.pooler_id order by f.seq;

-- What was planted before the first terms began has the first ones, too.
create function terms_of(farmer uuid, moment timestamptz) returns smallint
  language sql stable as $$
  select coalesce(
    (select share_basis_points from farmer_terms
     where farmer_id = farmer and valid_from <= moment order by id desc limit 1),
    (select share_basis_points from farmer_terms where farmer_id = farmer order by id limit 1))
$$;

-- A harvest was earned under the terms of its planting; null where nothing was harvested.
alter table harvests add column share_basis_points smallint;
alter table harvests disable trigger append_only;
update harvests h set share_basis_points = terms_of(h.farmer_id, h.harvested_at)
  where h.status = 'HARVESTED';
alter table harvests enable trigger append_only;
alter table harvests add constraint harvested_under_terms
  check ((status = 'HARVESTED') = (share_basis_points is not null));

create function set_harvest_terms() returns trigger language plpgsql as $$
begin
  new.share_basis_points := terms_of(new.farmer_id, coalesce(
    (select planted_at from plantings where farmer_id = new.farmer_id
       and block_index = new.block_index and status = 'PLANTED'), new.harvested_at));
  return new;
end $$;
create trigger set_harvest_terms before insert on harvests
  for each row when (new.status = 'HARVESTED') execute function set_harvest_terms();

-- What a farmer has earned under each of its terms: what the harvests say, kept by each of them.
create table earned_by_terms (
  farmer_id          uuid not null references farmers,
  share_basis_points smallint not null,
  earned             bigint not null check (earned >= 0),
  primary key (farmer_id, share_basis_points)
);
insert into earned_by_terms (farmer_id, share_basis_points, earned)
select farmer_id, share_basis_points, sum(reward) from harvests
where status = 'HARVESTED' group by farmer_id, share_basis_points;

create function keep_earned_by_terms() returns trigger language plpgsql as $$
begin
  insert into earned_by_terms (farmer_id, share_basis_points, earned)
  values (new.farmer_id, new.share_basis_points, new.reward)
  on conflict (farmer_id, share_basis_points)
    do update set earned = earned_by_terms.earned + new.reward;
  return null;
end $$;
create trigger keep_earned_by_terms after insert on harvests
  for each row when (new.status = 'HARVESTED') execute function keep_earned_by_terms();

-- The pooler's part of all that a farmer has earned: floored once for each of its terms.
create function pooler_share(farmer uuid) returns bigint language sql stable as $$
  select coalesce(sum(div(earned::numeric * share_basis_points, 10000)), 0)::bigint
  from earned_by_terms where farmer_id = farmer
$$;

do $$
declare t text;
begin
  foreach t in array array['farmer_terms'] loop
    execute format('create trigger append_only before update or delete on %I
                    for each row execute function refuse_change()', t);
    execute format('create trigger append_only_truncate before truncate on %I
                    for each statement execute function refuse_change()', t);
  end loop;
end $$;

-- Payout ------------------------------------------------------------------------------------------

-- An exchange tells its customers apart by a number in a muxed address or by a memo; then one of its
-- accounts serves many farmers.
alter table farmers
  add column payout_id        numeric(20),
  add column payout_memo_kind text check (payout_memo_kind in ('TEXT','ID','HASH')),
  add column payout_memo      text,
  add constraint payout_memo_is_whole check ((payout_memo is null) = (payout_memo_kind is null)),
  add constraint payout_id_or_memo check (payout_id is null or payout_memo is null);
drop index farmers_payout;
create unique index farmers_payout on farmers
  (payout, coalesce(payout_id, -1), coalesce(payout_memo_kind, ''), coalesce(payout_memo, ''))
  where state <> 'DEPARTED';

-- debt: KALE that the pooler could not pay; claim_reserve: XLM that the farmer gave for the reserve of
-- the claimable balance; advance: XLM that it gave back for fees the pooler had paid; through_pooler:
-- the XLM is paid by the pooler's wallet, into which the account is merged.
alter table split_plans
  add column debt           bigint not null default 0,
  add column claim_reserve  bigint not null default 0,
  add column advance        bigint not null default 0,
  add column through_pooler boolean not null default false;
alter table splits
  add column debt          bigint not null default 0 check (debt >= 0),
  add column debt_xlm      bigint not null default 0 check (debt_xlm >= 0),
  add column claim_reserve bigint not null default 0 check (claim_reserve >= 0),
  add column advance       bigint not null default 0 check (advance >= 0);
create index splits_debts on splits (id) where debt > 0 or debt_xlm > 0;

-- What the pooler still owed at a split, paid: once for each farmer. One that an operator has booked
-- after a restore has no transaction of the pool's.
create table debt_payments (
  id               bigint generated always as identity primary key,
  farmer_id        uuid not null unique references farmers,
  pooler_id        uuid not null references poolers,
  amount           bigint not null check (amount >= 0),
  xlm              bigint not null check (xlm >= 0),
  claimable        boolean not null,
  transaction_id   bigint references transactions,
  transaction_hash text not null,
  ledger           bigint,
  at               timestamptz not null,
  check (amount > 0 or xlm > 0),
  check ((transaction_id is null) = (ledger is null))
);

-- The actions are named by the program; any name of that form may come.
alter table transaction_actions drop constraint if exists transaction_actions_action_check;
alter table transaction_actions add constraint transaction_actions_action_check
  check (action ~ '^[A-Z_]+$');

create trigger append_only before update or delete on debt_payments
  for each row execute function refuse_change();
create trigger append_only_truncate before truncate on debt_payments
  for each statement execute function refuse_change();
