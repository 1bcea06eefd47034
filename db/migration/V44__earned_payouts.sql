-- Payouts without leaving: a part of what was earned, shared by the terms under which it was earned.

-- One row a payout that has landed. earned = to_farmer + to_poolers: all of it left the custodial
-- account. settled: compensation that poolers owed and that was taken from their shares.
create table earned_payouts (
  id               bigint generated always as identity primary key,
  farmer_id        uuid not null references farmers,
  transaction_hash text not null unique,
  transaction_id   bigint,
  ledger           bigint not null,
  earned           bigint not null check (earned > 0),
  to_farmer        bigint not null check (to_farmer >= 0),
  to_poolers       bigint not null check (to_poolers >= 0),
  settled          bigint not null check (settled >= 0),
  at               timestamptz not null,
  check (to_farmer + to_poolers = earned)
);
create index earned_payouts_farmer on earned_payouts (farmer_id, id);

-- What of each payout was earned with which pooler under which share, and what that one got of it.
create table split_earned (
  id                 bigint generated always as identity unique,
  payout_id          bigint not null references earned_payouts,
  farmer_id          uuid not null references farmers,
  pooler_id          uuid not null references poolers,
  share_basis_points smallint not null,
  earned             bigint not null check (earned > 0),
  to_pooler          bigint not null check (to_pooler >= 0),
  settled            bigint not null check (settled >= 0),
  primary key (payout_id, pooler_id, share_basis_points)
);
create index split_earned_farmer on split_earned (farmer_id, pooler_id, share_basis_points);

do $$
declare t text;
begin
  foreach t in array array['earned_payouts','split_earned'] loop
    execute format('create trigger append_only before update or delete on %I
                    for each row execute function refuse_change()', t);
    execute format('create trigger append_only_truncate before truncate on %I
                    for each statement execute function refuse_change()', t);
  end loop;
end $$;

-- Nothing is shared that was not earned, nor twice.
create function check_shared_was_earned() returns trigger language plpgsql as $$
begin
  if (select sum(earned) from split_earned
      where farmer_id = new.farmer_id and pooler_id = new.pooler_id
        and share_basis_points = new.share_basis_points)
    > coalesce((select earned from earned_by_terms
      where farmer_id = new.farmer_id and pooler_id = new.pooler_id
        and share_basis_points = new.share_basis_points), 0) then
    raise exception 'farmer %: more would be shared with pooler % than was earned', new.farmer_id,
      new.pooler_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger shared_was_earned after insert on split_earned
  for each row execute function check_shared_was_earned();

create function check_earned_payout_adds_up() returns trigger language plpgsql as $$
begin
  if (new.earned, new.to_poolers, new.settled) is distinct from (
    select (coalesce(sum(earned), 0)::bigint, coalesce(sum(to_pooler), 0)::bigint,
      coalesce(sum(settled), 0)::bigint)
    from split_earned where payout_id = new.id and farmer_id = new.farmer_id) then
    raise exception 'payout % of farmer % is not the sum of its parts', new.id, new.farmer_id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger earned_payout_adds_up after insert on earned_payouts
  deferrable initially deferred for each row execute function check_earned_payout_adds_up();

-- By pooler and terms, what was earned and how much of that was shared by payouts.
create view shared_by_terms as
  select e.farmer_id, e.pooler_id, e.share_basis_points, e.earned,
    coalesce((select sum(s.earned) from split_earned s
      where s.farmer_id = e.farmer_id and s.pooler_id = e.pooler_id
        and s.share_basis_points = e.share_basis_points), 0)::bigint as shared
  from earned_by_terms e;

-- Of what was not shared yet: the share of all less the share of what was shared, so that it does not
-- depend on how often was paid.
create or replace function pooler_shares(farmer uuid, pooler uuid, out earned bigint,
  out share bigint) language sql stable as $$
  select coalesce(sum(e.earned), 0)::bigint,
    coalesce(sum(div(e.earned::numeric * e.share_basis_points, 10000)
      - div(e.shared::numeric * e.share_basis_points, 10000)), 0)::bigint
  from shared_by_terms e where e.farmer_id = farmer and e.pooler_id = pooler
$$;
create or replace function pooler_share(farmer uuid) returns bigint language sql stable as $$
  select coalesce(sum(div(earned::numeric * share_basis_points, 10000)
    - div(shared::numeric * share_basis_points, 10000)), 0)::bigint
  from shared_by_terms where farmer_id = farmer
$$;

-- In which ledger what was earned; those of archived blocks are left out.
create view ledger_rewards as
  select farmer_id, pooler_id, share_basis_points, ledger, reward
  from harvests where status = 'HARVESTED';

-- What farmers were paid of what they had earned.
create view paid_earnings as
  select id, farmer_id, transaction_hash, ledger, earned, to_farmer, to_poolers, settled, at
  from earned_payouts;

-- Wishes ------------------------------------------------------------------------------------------

-- What farmers want to be paid, one at a time. amount: stroops of what is earned, the poolers' part
-- included. asked_by: the farmer, an operator, or the farmer's own threshold.
create table payout_wishes (
  id          bigint generated always as identity primary key,
  farmer_id   uuid not null references farmers,
  amount      bigint not null check (amount > 0),
  asked_by    text not null,
  asked_at    timestamptz not null,
  obstacle    text,
  detail      text not null default '',
  cause       text,
  attempts    integer not null default 0,
  next_try_at timestamptz,
  ended_at    timestamptz,
  ended_as    text check (ended_as in ('PAID','WITHDRAWN','LEFT','RESTORED')),
  paid_hash   text,
  check ((ended_at is null) = (ended_as is null)),
  check ((ended_as is not distinct from 'PAID') = (paid_hash is not null))
);
create unique index payout_wishes_open on payout_wishes (farmer_id) where ended_at is null;
create index payout_wishes_farmer on payout_wishes (farmer_id, id);

create function guard_payout_wish() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null
      or (new.id, new.farmer_id, new.amount, new.asked_by, new.asked_at)
      is distinct from (old.id, old.farmer_id, old.amount, old.asked_by, old.asked_at) then
    raise exception 'payout wish %: it only ends, and once', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_payout_wish before update on payout_wishes
  for each row execute function guard_payout_wish();
create trigger never_removed before delete on payout_wishes
  for each row execute function refuse_removal();
create trigger never_removed_truncate before truncate on payout_wishes
  for each statement execute function refuse_removal();

-- What a requested payout was computed from; it counts once its transaction has landed.
create table payout_plans (
  transaction_id bigint primary key,
  wish_id        bigint not null references payout_wishes,
  farmer_id      uuid not null references farmers,
  at             timestamptz not null
);
create index payout_plans_wish on payout_plans (wish_id, transaction_id);
create table payout_plan_parts (
  transaction_id     bigint not null references payout_plans,
  pooler_id          uuid not null references poolers,
  share_basis_points smallint not null,
  earned             bigint not null check (earned > 0),
  to_pooler          bigint not null check (to_pooler >= 0),
  settled            bigint not null check (settled >= 0),
  place              integer not null,
  primary key (transaction_id, pooler_id, share_basis_points)
);

-- At what earned amount a farmer wants to be paid without asking each time; the newest counts, null
-- is never.
create table payout_thresholds (
  id        bigint generated always as identity primary key,
  farmer_id uuid not null references farmers,
  amount    bigint check (amount > 0),
  by_whom   text not null,
  at        timestamptz not null
);
create index payout_thresholds_farmer on payout_thresholds (farmer_id, id desc);
do $$
declare t text;
begin
  foreach t in array array['payout_plans','payout_plan_parts','payout_thresholds'] loop
    execute format('create trigger append_only before update or delete on %I
                    for each row execute function refuse_change()', t);
    execute format('create trigger append_only_truncate before truncate on %I
                    for each statement execute function refuse_change()', t);
  end loop;
end $$;

-- What plants leave in an account for its farmer's payout.
create view kept_for_payouts as
  select farmer_id, amount from payout_wishes where ended_at is null;

-- Only the chain knows whether a payout that was wanted in a backup was made since: it is not wanted
-- any more, and what is open of it may land, but is not built anew. The farmer can ask again.
create function stop_payouts() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
  update payout_wishes set ended_at = new.at, ended_as = 'RESTORED'
    where farmer_id = new.farmer_id and ended_at is null;
  update transactions set not_after_time = 0
    where state in ('QUEUED','BUILT') and exists (select 1 from transaction_actions a
      where a.transaction_id = transactions.id and a.farmer_id = new.farmer_id
        and a.action = 'PAYOUT');
  return null;
end $$;
create trigger stop_payouts after insert on farmer_events
  for each row when (new.by_whom = 'restore') execute function stop_payouts();

create function tell_of_earned_payout() returns trigger language plpgsql as $$
begin
  perform tell_farmer(new.farmer_id, 'PAYOUT_SENT', new.at, null, new.to_farmer, 0,
    new.transaction_hash, null);
  return null;
end $$;
create trigger tell_of_earned_payout after insert on earned_payouts
  for each row execute function tell_of_earned_payout();
