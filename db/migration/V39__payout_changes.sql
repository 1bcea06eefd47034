-- Payout wallets change, a day after somebody has asked by the wallet that is in force.

-- What was asked for; of each farmer one at a time waits. It is in force when it is DONE.
create table payout_changes (
  id               bigint generated always as identity primary key,
  farmer_id        uuid not null references farmers,
  payout           text not null check (length(payout) = 56),
  payout_id        numeric(20),
  payout_memo_kind text check (payout_memo_kind in ('TEXT','ID','HASH')),
  payout_memo      text,
  asked_at         timestamptz not null,
  due_at           timestamptz not null,
  ended_at         timestamptz,
  ended_as         text check (ended_as in ('DONE','STOPPED','REFUSED')),
  ended_by         text,
  constraint payout_change_waits_a_day check (due_at >= asked_at + interval '24 hours'),
  constraint payout_change_is_done_when_due check (ended_as <> 'DONE' or ended_at >= due_at),
  constraint payout_change_ends_whole check ((ended_at is null) = (ended_as is null)
    and (ended_at is null) = (ended_by is null)),
  constraint payout_change_memo_is_whole check ((payout_memo is null) = (payout_memo_kind is null)),
  constraint payout_change_id_or_memo check (payout_id is null or payout_memo is null)
);
create unique index payout_changes_open on payout_changes (farmer_id) where ended_at is null;
create index payout_changes_farmer on payout_changes (farmer_id, id);
create index payout_changes_due on payout_changes (due_at) where ended_at is null;

-- What was asked for stays as it was asked for, and what has ended stays ended.
create function guard_payout_change() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null
      or (new.id, new.farmer_id, new.payout, new.payout_id, new.payout_memo_kind, new.payout_memo,
          new.asked_at, new.due_at)
      is distinct from
      (old.id, old.farmer_id, old.payout, old.payout_id, old.payout_memo_kind, old.payout_memo,
       old.asked_at, old.due_at) then
    raise exception 'payout change %: it only ends, and once', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_payout_change before update on payout_changes
  for each row execute function guard_payout_change();
create trigger goes_when_lapsed before delete on payout_changes
  for each row execute function refuse_unless_lapsed();
create trigger never_removed_truncate before truncate on payout_changes
  for each statement execute function refuse_removal();

-- A farmer is paid out where it has said when it registered, or where its newest change that is done
-- says; nobody who is being paid out, or was, gets another wallet.
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
      is distinct from (old.payout, old.payout_id, old.payout_memo_kind, old.payout_memo)
      and (new.payout_proven or old.state not in ('REGISTERED','FUNDED','ACTIVE')
        or (new.payout, new.payout_id, new.payout_memo_kind, new.payout_memo)
          is distinct from (
            select (c.payout, c.payout_id, c.payout_memo_kind, c.payout_memo)
            from payout_changes c where c.farmer_id = new.id and c.ended_as = 'DONE'
            order by c.id desc limit 1)) then
    raise exception 'farmer %: the payout wallet changes only as was asked for a day before', old.id
      using errcode = 'restrict_violation';
  end if;
  if new.state <> old.state and new.state is distinct from (
      select to_state from farmer_events where farmer_id = new.id order by id desc limit 1) then
    raise exception 'farmer %: no event says that it is %', old.id, new.state
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
