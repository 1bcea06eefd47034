-- With whom a farmer is, from when on ---------------------------------------------------------------

-- Terms are those of a pooler. A row that joins begins the farmer's time with it, by the terms that
-- the pooler has then; what was announced before, by another pooler, is over with it.
alter table farmer_terms
  add column pooler_id uuid references poolers,
  add column joins boolean not null default false;
alter table farmer_terms disable trigger append_only;
update farmer_terms t set pooler_id = f.pooler_id,
  joins = not exists (select 1 from farmer_terms o where o.farmer_id = t.farmer_id and o.id < t.id)
from farmers f where f.id = t.farmer_id;
alter table farmer_terms enable trigger append_only;
alter table farmer_terms alter column pooler_id set not null;
create index farmer_terms_joins on farmer_terms (farmer_id, id desc) where joins;

create or replace function begin_terms() returns trigger language plpgsql as $$
begin
  insert into farmer_terms
    (farmer_id, pooler_id, joins, share_basis_points, valid_from, announced_at, by_whom, why)
  select new.id, new.pooler_id, true,
    coalesce((select share_basis_points from lapsed_registrations where id = new.id),
             share_basis_points),
    new.created_at, new.created_at, 'pool', 'registered'
  from poolers where id = new.pooler_id;
  return null;
end $$;

-- Of the time with the pooler that the farmer is with now: the newest that are in force, before any
-- is the first.
create or replace function terms_of(farmer uuid, moment timestamptz) returns smallint
  language sql stable as $$
  select share_basis_points from farmer_terms t
  where t.farmer_id = farmer and t.id >= coalesce(
    (select j.id from farmer_terms j where j.farmer_id = farmer and j.joins
     order by j.id desc limit 1), 0)
  order by t.valid_from <= moment desc, case when t.valid_from <= moment then -t.id else t.id end
  limit 1
$$;

-- A farmer is with the pooler that it joined last; nothing else moves it.
create function move_to_pooler() returns trigger language plpgsql as $$
begin
  update farmers set pooler_id = new.pooler_id
    where id = new.farmer_id and pooler_id <> new.pooler_id;
  return null;
end $$;
create trigger move_to_pooler after insert on farmer_terms
  for each row when (new.joins) execute function move_to_pooler();

create or replace function guard_farmer() returns trigger language plpgsql as $$
begin
  if (new.id, new.seq, new.custodial, new.created_at)
      is distinct from (old.id, old.seq, old.custodial, old.created_at) then
    raise exception 'farmer %: the custodial wallet never changes', old.id
      using errcode = 'restrict_violation';
  end if;
  if new.pooler_id <> old.pooler_id and new.pooler_id is distinct from (
      select pooler_id from farmer_terms where farmer_id = new.id and joins
      order by id desc limit 1) then
    raise exception 'farmer %: no terms say that it is with pooler %', old.id, new.pooler_id
      using errcode = 'restrict_violation';
  end if;
  if (new.payout, new.payout_id, new.payout_memo_kind, new.payout_memo)
      is distinct from (old.payout, old.payout_id, old.payout_memo_kind, old.payout_memo) then
    raise exception 'farmer %: the payout wallet never changes', old.id
      using errcode = 'restrict_violation';
  end if;
  if new.state <> old.state and new.state is distinct from (
      select to_state from farmer_events where farmer_id = new.id order by id desc limit 1) then
    raise exception 'farmer %: no event says that it is %', old.id, new.state
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- Poolers that a farmer was with, in the order in which it first came to them.
create view farmer_poolers as
  select farmer_id, pooler_id, min(id) as place from farmer_terms group by farmer_id, pooler_id;

-- Who planted ---------------------------------------------------------------------------------------

-- A plant is the pooler's with whom the farmer is when it is asked for, by the terms of that time:
-- whoever moves meanwhile leaves it there.
alter table transaction_actions
  add column pooler_id uuid,
  add column share_basis_points smallint;
update transaction_actions a
  set pooler_id = f.pooler_id, share_basis_points = terms_of(f.id, t.created_at)
from farmers f, transactions t
where f.id = a.farmer_id and t.id = a.transaction_id and a.action = 'PLANT'
  and t.state <> 'LANDED';

create function note_pooler() returns trigger language plpgsql as $$
begin
  select f.pooler_id, terms_of(f.id, t.created_at)
    into new.pooler_id, new.share_basis_points
    from farmers f, transactions t
    where f.id = new.farmer_id and t.id = new.transaction_id;
  return new;
end $$;
create trigger note_pooler before insert on transaction_actions
  for each row when (new.action = 'PLANT') execute function note_pooler();

create or replace view open_deeds as
  select transaction_id, farmer_id, block_index, action, pooler_id
  from transaction_actions where live;

alter table plantings add column share_basis_points smallint;
alter table plantings disable trigger append_only;
update plantings p set share_basis_points = terms_of(p.farmer_id, p.planted_at)
  where p.status = 'PLANTED';
alter table plantings enable trigger append_only;

-- Whose a pail is: of the plant that was asked for, by its transaction, or in this block if nobody
-- knows that; of one that nobody knows to have been asked for, who has the farmer now.
create function planted_under(farmer uuid, block bigint, asked bigint, moment timestamptz)
returns table (pooler_id uuid, share_basis_points smallint) language sql stable as $$
  select coalesce(a.pooler_id, f.pooler_id),
    coalesce(a.share_basis_points, terms_of(f.id, moment))
  from farmers f
  left join lateral (
    select d.pooler_id, d.share_basis_points from transaction_actions d
    where d.farmer_id = farmer and d.action = 'PLANT' and d.pooler_id is not null
      and case when asked is null then d.block_index = block else d.transaction_id = asked end
    order by d.id desc limit 1) a on true
  where f.id = farmer
$$;

create function set_planting_terms() returns trigger language plpgsql as $$
begin
  new.share_basis_points := coalesce(new.share_basis_points,
    (select share_basis_points
     from planted_under(new.farmer_id, new.block_index, new.transaction_id, new.planted_at)));
  return new;
end $$;
create trigger set_planting_terms before insert on plantings
  for each row when (new.status = 'PLANTED') execute function set_planting_terms();
alter table plantings add constraint planted_under_terms
  check ((status = 'PLANTED') = (share_basis_points is not null));

-- What is harvested and lost is that of whose pail it was, too.
create or replace function set_harvest_terms() returns trigger language plpgsql as $$
begin
  new.share_basis_points := coalesce(
    (select share_basis_points from plantings where farmer_id = new.farmer_id
       and block_index = new.block_index and status = 'PLANTED'),
    terms_of(new.farmer_id, new.harvested_at));
  return new;
end $$;

-- By pooler what a farmer has earned under each of its terms.
alter table earned_by_terms disable trigger kept_by_trigger;
alter table earned_by_terms add column pooler_id uuid references poolers;
update earned_by_terms e set pooler_id = f.pooler_id from farmers f where f.id = e.farmer_id;
alter table earned_by_terms alter column pooler_id set not null;
alter table earned_by_terms drop constraint earned_by_terms_pkey;
alter table earned_by_terms add primary key (farmer_id, pooler_id, share_basis_points);
alter table earned_by_terms enable trigger kept_by_trigger;

create or replace function keep_earned_by_terms() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
  insert into earned_by_terms (farmer_id, pooler_id, share_basis_points, earned)
  values (new.farmer_id, new.pooler_id, new.share_basis_points, new.reward)
  on conflict (farmer_id, pooler_id, share_basis_points)
    do update set earned = earned_by_terms.earned + new.reward;
  return null;
end $$;

-- The poolers' parts of all that a farmer has earned: floored once for each of their terms.
create function pooler_shares(farmer uuid, pooler uuid, out earned bigint, out share bigint)
language sql stable as $$
  select coalesce(sum(e.earned), 0)::bigint,
    coalesce(sum(div(e.earned::numeric * share_basis_points, 10000)), 0)::bigint
  from earned_by_terms e where farmer_id = farmer and pooler_id = pooler
$$;

-- Whose debt is whose -------------------------------------------------------------------------------

-- What is owed to a farmer is kept by pooler: owed:<farmer>:<pooler>.
insert into journal_entries (key, kind, farmer_id, memo, at)
  select 'owed-by-pooler/' || f.id, 'owed', f.id, 'owed by the pooler it is with', now()
  from farmers f join account_balances b on b.account = 'owed:' || f.id and b.asset = 'KALE'
  where b.balance <> 0 order by f.seq;
insert into journal_lines (entry_id, line, account, asset, amount)
  select e.id, l.line, l.account, 'KALE', l.amount
  from journal_entries e
  join farmers f on f.id = e.farmer_id
  join account_balances b on b.account = 'owed:' || f.id and b.asset = 'KALE'
  cross join lateral (values
    (0, b.account, -b.balance::bigint),
    (1, b.account || ':' || f.pooler_id, b.balance::bigint)) l (line, account, amount)
  where e.kind = 'owed' and e.key = 'owed-by-pooler/' || f.id order by e.id, l.line;

