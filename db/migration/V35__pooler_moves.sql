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

-- When farmers went to a pooler, and by whose wish.
create view farmer_moves as
  select farmer_id, pooler_id, announced_at as at, by_whom from farmer_terms where joins;

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

-- Payouts by pooler ---------------------------------------------------------------------------------

-- A payout's part with each pooler. What splits has are the sums of its parts; its pooler_id is that
-- of the wallet which has carried it or through which XLM went. debt_xlm is that one's alone.
create table split_parts (
  id           bigint generated always as identity unique,
  farmer_id    uuid not null references farmers,
  pooler_id    uuid not null references poolers,
  earned       bigint not null check (earned >= 0),
  pooler_share bigint not null check (pooler_share >= 0),
  owed         bigint not null check (owed >= 0),
  to_pooler    bigint not null check (to_pooler >= 0),
  from_pooler  bigint not null check (from_pooler >= 0),
  debt         bigint not null check (debt >= 0),
  withheld     bigint not null check (withheld >= 0),
  debt_xlm     bigint not null check (debt_xlm >= 0),
  primary key (farmer_id, pooler_id)
);
insert into split_parts (farmer_id, pooler_id, earned, pooler_share, owed, to_pooler, from_pooler,
    debt, withheld, debt_xlm)
  select farmer_id, pooler_id, earned, pooler_share, owed, to_pooler, from_pooler, debt, withheld,
    debt_xlm
  from splits;

create function check_split_adds_up() returns trigger language plpgsql as $$
begin
  if (new.pooler_share, new.owed, new.to_pooler, new.from_pooler, new.debt, new.withheld,
      new.debt_xlm) is distinct from (
    select (coalesce(sum(pooler_share), 0)::bigint, coalesce(sum(owed), 0)::bigint,
      coalesce(sum(to_pooler), 0)::bigint, coalesce(sum(from_pooler), 0)::bigint,
      coalesce(sum(debt), 0)::bigint, coalesce(sum(withheld), 0)::bigint,
      coalesce(sum(debt_xlm), 0)::bigint)
    from split_parts where farmer_id = new.farmer_id) then
    raise exception 'the payout of farmer % is not the sum of its parts', new.farmer_id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger split_adds_up after insert on splits
  deferrable initially deferred for each row execute function check_split_adds_up();

alter table split_plans add column pooler_id uuid references poolers;
update split_plans p set pooler_id = f.pooler_id from farmers f where f.id = p.farmer_id;
alter table split_plans alter column pooler_id set not null;
create table split_plan_parts (
  transaction_id bigint not null references split_plans,
  pooler_id      uuid not null references poolers,
  earned         bigint not null,
  pooler_share   bigint not null,
  owed           bigint not null,
  to_pooler      bigint not null,
  from_pooler    bigint not null,
  debt           bigint not null,
  withheld       bigint not null,
  primary key (transaction_id, pooler_id)
);
insert into split_plan_parts (transaction_id, pooler_id, earned, pooler_share, owed, to_pooler,
    from_pooler, debt, withheld)
  select transaction_id, pooler_id, earned, pooler_share, owed, to_pooler, from_pooler, debt, withheld
  from split_plans;

-- What each pooler got later of what its wallet could not take at the payout.
create table late_parts (
  late_id   bigint not null references late_payouts,
  pooler_id uuid not null references poolers,
  to_pooler bigint not null check (to_pooler > 0),
  primary key (late_id, pooler_id)
);
insert into late_parts (late_id, pooler_id, to_pooler)
  select id, pooler_id, to_pooler from late_payouts where to_pooler > 0;

do $$
declare t text;
begin
  foreach t in array array['split_parts','split_plan_parts','late_parts'] loop
    execute format('create trigger append_only before update or delete on %I
                    for each row execute function refuse_change()', t);
    execute format('create trigger append_only_truncate before truncate on %I
                    for each statement execute function refuse_change()', t);
  end loop;
end $$;

-- What a farmer is owed after its payout is each pooler's own debt.
alter table debts disable trigger append_only;
alter table debts add column pooler_id uuid references poolers;
update debts d set pooler_id = s.pooler_id from splits s where s.farmer_id = d.farmer_id;
alter table debts alter column pooler_id set not null;
alter table debts enable trigger append_only;
drop index debts_once;
create unique index debts_once on debts (farmer_id, pooler_id, coalesce(late_id, 0));
drop index debt_payments_once;
create unique index debt_payments_once
  on debt_payments (farmer_id, pooler_id, coalesce(late_id, 0));

drop trigger note_debt on splits;
create or replace function note_debt() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'late_payouts' then
    insert into debts (farmer_id, pooler_id, late_id, at)
      values (new.farmer_id, new.pooler_id, new.id, new.at);
  else
    insert into debts (farmer_id, pooler_id, at)
      select farmer_id, new.pooler_id, at from splits where farmer_id = new.farmer_id;
  end if;
  return null;
end $$;
create trigger note_debt after insert on split_parts
  for each row when (new.debt > 0 or new.debt_xlm > 0) execute function note_debt();

-- What holds up the payment of a debt holds up no other pooler's; the nil UUID stands for the payout.
alter table exit_obstacles
  add column pooler_id uuid not null default '00000000-0000-0000-0000-000000000000',
  drop constraint exit_obstacles_pkey;
update exit_obstacles o set pooler_id = d.pooler_id from debts d
  where d.farmer_id = o.farmer_id and not exists (
    select 1 from debt_payments p where p.farmer_id = d.farmer_id
      and p.late_id is not distinct from d.late_id);
alter table exit_obstacles add primary key (farmer_id, pooler_id);

create or replace view operator_debts as
  select d.id, d.pooler_id, d.farmer_id, d.late_id is not null as late,
    case when d.late_id is null then s.debt else 0 end as amount,
    case when d.late_id is null then s.debt_xlm else l.debt_xlm end as xlm, d.at as since,
    case when p.id is null then o.obstacle end as waiting_for,
    case when p.id is null then o.detail end as detail, p.transaction_hash, p.at as paid_at
  from debts d
  left join split_parts s on s.farmer_id = d.farmer_id and s.pooler_id = d.pooler_id
  left join late_payouts l on l.id = d.late_id
  left join debt_payments p on p.farmer_id = d.farmer_id and p.pooler_id = d.pooler_id
    and p.late_id is not distinct from d.late_id
  left join exit_obstacles o on o.farmer_id = d.farmer_id and o.pooler_id = d.pooler_id;

create or replace view waiting_farmers as
  select f.id as farmer_id, f.seq, f.state, coalesce(e.at, f.created_at) as since, e.by_whom,
    coalesce(e.why, 'no XLM has arrived') as why, o.obstacle, o.detail, o.cause
  from farmers f
  left join lateral (select at, by_whom, why from farmer_events
    where farmer_id = f.id order by id desc limit 1) e on true
  left join exit_obstacles o on o.farmer_id = f.id
    and o.pooler_id = '00000000-0000-0000-0000-000000000000';

drop view farmer_payouts;
create view farmer_payouts as
  select farmer_id, earned, pooler_share, owed, to_pooler, from_pooler, to_farmer, xlm_to_farmer,
    claimable, claim_reserve, advance, transaction_hash, at
  from splits;

-- A payout by pooler, and what became of what that one still owed then. late: what it got later of
-- what was withheld.
create view farmer_payout_parts as
  select s.farmer_id, s.pooler_id, s.earned, s.pooler_share, s.owed, s.to_pooler, s.from_pooler,
    s.withheld,
    (select coalesce(sum(q.to_pooler), 0) from late_parts q join late_payouts l on l.id = q.late_id
     where l.farmer_id = s.farmer_id and q.pooler_id = s.pooler_id)::bigint as late,
    s.debt, s.debt_xlm, o.obstacle, p.claimable as debt_claimable,
    p.transaction_hash as debt_hash, p.at as paid_at
  from split_parts s
  left join debt_payments p on p.farmer_id = s.farmer_id and p.pooler_id = s.pooler_id
    and p.late_id is null
  left join exit_obstacles o on o.farmer_id = s.farmer_id and o.pooler_id = s.pooler_id;
drop index splits_debts;
create index split_parts_debts on split_parts (farmer_id) where debt > 0 or debt_xlm > 0;

-- By pooler -----------------------------------------------------------------------------------------

-- What poolers owe now, to farmers who are here and to those who have left.
create view pooler_debts as
  select p.id as pooler_id, coalesce(-k.balance, 0)::bigint as owed,
    coalesce(-x.balance, 0)::bigint as owed_xlm
  from poolers p
  left join account_balances k on k.account = 'pooler-debt:' || p.id and k.asset = 'KALE'
  left join account_balances x on x.account = 'pooler-xlm-debt:' || p.id and x.asset = 'XLM';

-- A block by pooler, as long as its rows are not archived.
create view block_poolers as
  select p.block_index, p.pooler_id, count(distinct p.farmer_id)::integer as farmers,
    (count(*) filter (where p.status = 'PLANTED'))::integer as planted,
    (count(*) filter (where p.status = 'PLANTED' and exists (
      select 1 from works w where w.farmer_id = p.farmer_id and w.block_index = p.block_index
        and w.status = 'WORKED')))::integer as worked,
    (count(*) filter (where p.status = 'PLANTED' and h.status = 'HARVESTED'))::integer as harvested,
    (count(*) filter (where p.status = 'PLANTED' and h.status = 'LOST'))::integer as lost,
    coalesce(sum(p.stake) filter (where p.status = 'PLANTED'), 0) as staked,
    coalesce(sum(h.reward) filter (where p.status = 'PLANTED'), 0) as rewards
  from plantings p
  left join harvests h on h.farmer_id = p.farmer_id and h.block_index = p.block_index
    and h.status in ('HARVESTED','LOST')
  group by p.block_index, p.pooler_id;

-- A pooler as it stands. in_play is what it would come to owe if it worked nothing from now on: the
-- stakes of its pails that no work is known of, and of plants that may still land. A pail that was
-- never worked is settled within a few blocks, so that older ones need not be looked at.
create view pooler_standings as
  select p.id as pooler_id, p.name, p.wallet, p.share_basis_points, p.max_farmers, p.active, p.own,
    p.max_debt, p.key_hash is not null as has_key, h.at as last_seen_at, h.version, h.hash_rate,
    h.threads, h.capacity, h.block_index, h.paused, d.owed as debt,
    (coalesce((select sum(l.stake) from pails l
       where l.pooler_id = p.id
         and l.block_index > coalesce((select max(b.block_index) from known_blocks b), 0) - 24
         and not exists (select 1 from settled_pails s
                         where s.farmer_id = l.farmer_id and s.block_index = l.block_index)
         and not exists (select 1 from landed_works w
                         where w.farmer_id = l.farmer_id and w.block_index = l.block_index)), 0)
     + coalesce((select sum(t.staked) from open_deeds o
         join known_transactions t on t.id = o.transaction_id
         where o.action = 'PLANT' and o.pooler_id = p.id), 0))::bigint as in_play,
    (select count(*) from work_reports r
     where r.pooler_id = p.id and r.false_claim)::integer as false_claims
  from poolers p
  join pooler_debts d on d.pooler_id = p.id
  left join pooler_heartbeats h on h.pooler_id = p.id;
