-- Two roles: an owner, which migrates, and a runtime role, as which the pool farms. What nobody may
-- do is refused by triggers; what would switch a trigger off, only the owner may do.

-- Guards ------------------------------------------------------------------------------------------

-- Who a farmer is and where it is paid never changes, and its state is what its newest event says.
create function guard_farmer() returns trigger language plpgsql as $$
begin
  if (new.id, new.seq, new.pooler_id, new.custodial, new.created_at)
      is distinct from (old.id, old.seq, old.pooler_id, old.custodial, old.created_at) then
    raise exception 'farmer %: pooler and custodial wallet never change', old.id
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
create trigger guard_farmer before update on farmers
  for each row execute function guard_farmer();

-- A key stays what it is; only what wraps it changes, when another key-encryption key does.
create function guard_wallet() returns trigger language plpgsql as $$
begin
  if (new.id, new.owner, new.public_key, new.format, new.sealed_secret, new.created_at)
      is distinct from
      (old.id, old.owner, old.public_key, old.format, old.sealed_secret, old.created_at)
      or (new.kek_id = old.kek_id) <> (new.wrapped_key = old.wrapped_key) then
    raise exception 'wallet %: a key never changes, only what wraps it', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_wallet before update on wallets
  for each row execute function guard_wallet();

create function refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'table % keeps its rows: % refused', tg_table_name, tg_op
    using errcode = 'restrict_violation';
end $$;
create trigger never_removed before delete on wallets
  for each row execute function refuse_removal();
create trigger never_removed_truncate before truncate on wallets
  for each statement execute function refuse_removal();
create trigger never_removed_truncate before truncate on farmers
  for each statement execute function refuse_removal();

-- What the journal, the plantings and the harvests add up to is kept by them alone.
create function kept_by_trigger() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' or pg_trigger_depth() < 2 then
    raise exception 'table % is kept by triggers: % refused', tg_table_name, tg_op
      using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
do $$
declare t text;
begin
  foreach t in array array['account_balances','earned_by_terms','unsettled_pails'] loop
    execute format('create trigger kept_by_trigger before insert or update or delete on %I
                    for each row execute function kept_by_trigger()', t);
    execute format('create trigger kept_by_trigger_truncate before truncate on %I
                    for each statement execute function kept_by_trigger()', t);
  end loop;
end $$;

-- The runtime role --------------------------------------------------------------------------------

-- What these write, whoever has them run must not be able to write otherwise: they run as the owner.
-- Temporary tables are looked up last, so that none can pass for one of the pool's.
do $$
declare f text;
begin
  foreach f in array array['keep_account_balance()','keep_unsettled_pails()',
      'keep_earned_by_terms()','count_plantings()','count_works()','count_harvests()',
      'count_compensations()','lock_counters(uuid[],uuid[])','archive_history(bigint,integer,integer)',
      'archive_page(uuid,bigint,bigint,bigint)','drop_envelopes(timestamptz,integer)'] loop
    execute format('alter function %s security definer set search_path = public, pg_temp', f);
  end loop;
end $$;

-- Gives a role what it needs to farm, and takes from it everything else: called by the owner after
-- each migration. What may be done with a table its triggers say: select and insert always, update
-- and delete unless a trigger refuses them to everybody, none but select where other triggers or
-- functions of the owner do the writing. A trigger that looks at the row may say no all the same.
create function grant_runtime(runtime name) returns void language plpgsql as $$
declare
  written_by_functions constant name[] := array['flyway_schema_history','farmer_counters',
    'planted_blocks','pooler_blocks','archive_pages','archive_layouts','archived_blocks',
    'used_sequences','carried_forward'];
  -- a row lock takes the right to update, which a trigger refuses
  locked_by_rows constant name[] := array['lapsed_registrations'];
  withheld constant text[] := array['grant_runtime','archive_page','lock_counters',
    'rebuild_counters'];
  role oid := (select oid from pg_roles where rolname = runtime);
  each record;
begin
  if role is null then
    raise exception 'there is no role %', runtime using errcode = 'undefined_object';
  end if;
  if pg_has_role(runtime, current_user, 'MEMBER') then
    raise exception 'role % is or may become %, the owner', runtime, current_user
      using errcode = 'invalid_grant_operation';
  end if;
  if not has_schema_privilege(runtime, 'public', 'USAGE') then
    execute format('grant usage on schema public to %I', runtime);
  end if;
  for each in
    select c.oid::regclass as relation,
      case when c.relkind = 'S' then 'sequence' else 'table' end as kind,
      array(select a.privilege_type::text from aclexplode(c.relacl) a where a.grantee = role
            order by 1) as has,
      case
        when c.relkind <> 'r' or c.relname = any (written_by_functions) or exists (
          select 1 from pg_trigger t join pg_proc p on p.oid = t.tgfoid
          where t.tgrelid = c.oid and p.proname in ('kept_by_trigger', 'only_by_trigger'))
          then '{SELECT}'::text[]
        else array(
          select name from unnest('{DELETE,INSERT,SELECT,UPDATE}'::text[],
            '{8,0,0,16}'::integer[]) as rights (name, event)
          where c.relname = any (locked_by_rows) or not exists (
            select 1 from pg_trigger t join pg_proc p on p.oid = t.tgfoid
            where t.tgrelid = c.oid and t.tgtype::integer & event > 0
              and p.proname in ('refuse_change', 'refuse_removal', 'keep_envelopes',
                'let_go_if_archived', 'let_envelopes_go'))
          order by 1)
      end as wanted
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
      and pg_has_role(c.relowner, 'USAGE')
  loop
    if each.has <> each.wanted then
      execute format('revoke all on %s %s from %I', each.kind, each.relation, runtime);
      execute format('grant %s on %s %s to %I',
        array_to_string(each.wanted, ', '), each.kind, each.relation, runtime);
    end if;
  end loop;
  for each in
    select p.oid::regprocedure as routine,
      p.proacl is null or exists (select 1 from aclexplode(p.proacl) a where a.grantee = 0) as open,
      exists (select 1 from aclexplode(p.proacl) a where a.grantee = role) as has,
      p.prorettype <> 'trigger'::regtype and p.proname <> all (withheld) as wanted
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace and pg_has_role(p.proowner, 'USAGE')
  loop
    if each.open then
      execute format('revoke all on function %s from public', each.routine);
    end if;
    if each.has <> each.wanted then
      execute format(
        case when each.wanted then 'grant execute on function %s to %I'
             else 'revoke all on function %s from %I' end, each.routine, runtime);
    end if;
  end loop;
end $$;
