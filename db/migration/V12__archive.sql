-- Old blocks are put away: what all that happened to a farmer in a span of blocks was is one row of
-- archive_pages, a tenth of the size, and the detailed rows go. Nothing is forgotten by it: the
-- database lets a row of an append-only table go only if a page made by the same transaction holds
-- exactly this row, and history_plantings() and its like give live and archived rows alike.

-- Envelopes ---------------------------------------------------------------------------------------

-- Kept once, and only as long as they can matter: hash, sequence and fee stay with the transaction.
alter table transactions drop constraint built_is_complete;
alter table transactions drop column envelope;
alter table transactions add constraint built_is_complete check (state <> 'BUILT'
  or (sequence is not null and hash is not null and max_time is not null));
alter table transaction_envelopes alter column envelope drop not null;

-- Nothing asks for an account's lines: account_balances has what they add up to.
drop index journal_lines_account;

-- Without an index on the referring side each of these would have the archive read a whole table
-- for every transaction that goes.
alter table plantings drop constraint plantings_transaction_id_fkey;
alter table works drop constraint works_transaction_id_fkey;
alter table harvests drop constraint harvests_transaction_id_fkey;
alter table journal_entries drop constraint journal_entries_transaction_id_fkey;
alter table splits drop constraint splits_transaction_id_fkey;

-- Pages -------------------------------------------------------------------------------------------

-- Which columns of which table a page holds, in their order. A column that a later version adds
-- makes a new layout; older pages keep theirs.
create table archive_layouts (
  id     integer generated always as identity primary key,
  layout jsonb not null unique
);

-- A farmer's span of blocks. facts is the JSON of an array of rows [table, values…], ordered by
-- block, in which names[n] is written as the character n and 64 hexadecimal digits as character 4,
-- their bytes being in hashes. held says how many rows of each table there are, and their lowest
-- and highest id.
create table archive_pages (
  id          bigint generated always as identity primary key,
  farmer_id   uuid not null references farmers,
  first_block bigint not null,
  last_block  bigint not null,
  layout      integer not null references archive_layouts,
  held        jsonb not null,
  names       text[] not null,
  hashes      bytea not null,
  facts       text not null,
  check (last_block >= first_block)
);
create index archive_pages_farmer on archive_pages (farmer_id, last_block);

-- What the archived journal lines of an account add up to: with the lines that are left, its balance.
create table carried_forward (
  account text not null,
  asset   text not null,
  amount  numeric(30) not null,
  lines   bigint not null,
  primary key (account, asset)
);

-- The part of a block's summary that is archived.
create table archived_blocks (
  block_index bigint primary key,
  farmers     bigint not null,
  planted     bigint not null,
  worked      bigint not null,
  harvested   bigint not null,
  lost        bigint not null,
  staked      numeric(39) not null,
  rewards     numeric(39) not null,
  best_zeros  integer
);

-- The highest sequence number that an archived transaction of a lane has used up.
create table used_sequences (
  lane     text primary key,
  sequence bigint not null
);

-- The tables of a page. What only served sending or measuring is not kept once nobody sends.
create function archived_tables() returns table (code integer, name text, omitted text[])
language sql immutable as $$
  values (1, 'plantings', '{}'::text[]), (2, 'works', '{}'), (3, 'harvests', '{}'),
    (4, 'expected_rewards', '{}'), (5, 'reconciliations', '{}'),
    (6, 'transactions', '{call,not_after_time,attempts,fee_bid,min_time,max_time,built_ledger,
      sent_ledger,next_try_at,last_answer,created_at,built_at}'),
    (7, 'transaction_actions', '{}'), (8, 'transaction_envelopes', '{envelope}'),
    (9, 'journal_entries', '{}'), (10, 'journal_lines', '{}')
$$;

create function current_layout() returns jsonb language sql stable as $$
  select jsonb_object_agg(name, columns) from (
    select t.name, jsonb_agg(a.attname order by a.attnum) as columns
    from archived_tables() t
    join pg_attribute a on a.attrelid = t.name::regclass and a.attnum > 0 and not a.attisdropped
    where a.attname <> all (t.omitted) group by 1) tables
$$;

-- How a table's row g is written: an expression.
create function archived_row(of_layout jsonb, of_table text) returns text language sql stable as $$
  select format('jsonb_build_array(%s, %s)', t.code, string_agg(format('g.%I', c.name), ', '
    order by c.n))
  from archived_tables() t, jsonb_array_elements_text(of_layout -> of_table) with ordinality c (name, n)
  where t.name = of_table group by t.code
$$;

create function pack_names(facts text, names text[]) returns text language plpgsql immutable as $$
begin
  for n in 1 .. array_length(names, 1) loop
    facts := replace(facts, names[n], chr(n));
  end loop;
  return facts;
end $$;

create function unpack(page archive_pages) returns jsonb language plpgsql stable as $$
declare text_form text;
begin
  select string_agg(part || encode(substr(page.hashes, ((n - 1) * 32 + 1)::integer, 32), 'hex'), ''
      order by n)
    into text_form
    from string_to_table(page.facts, chr(4)) with ordinality as parts (part, n);
  for n in 1 .. array_length(page.names, 1) loop
    text_form := replace(text_form, chr(n), page.names[n]);
  end loop;
  return text_form::jsonb;
end $$;

-- A page's rows of one table, as objects.
create function archived_rows(page archive_pages, of_table text) returns setof jsonb
language sql stable as $$
  select (select jsonb_object_agg(c.name, e.row -> c.n::integer)
          from jsonb_array_elements_text(l.layout -> of_table) with ordinality c (name, n))
  from archive_layouts l, archived_tables() t,
    jsonb_array_elements(case when page.held ? of_table then unpack(page) else '[]' end) e (row)
  where l.id = page.layout and t.name = of_table and (e.row -> 0)::integer = t.code
$$;

-- history_plantings() and so on: all rows there ever were, or those of one farmer.
do $$
declare t text;
begin
  for t in select name from archived_tables() loop
    execute format(
      'create function history_%1$s(of_farmer uuid default null) returns setof %1$s
       language sql stable as $f$
         select * from %1$s %2$s
         union all
         select r.* from archive_pages p
         cross join lateral archived_rows(p, %1$L) o
         cross join lateral jsonb_populate_record(null::%1$s, o) r
         where of_farmer is null or p.farmer_id = of_farmer $f$',
      t,
      case
        when t in ('transactions', 'transaction_envelopes', 'journal_lines')
          then 'where of_farmer is null'
        else 'where of_farmer is null or farmer_id = of_farmer'
      end);
  end loop;
end $$;

-- A farmer's archived rows of one table with the highest ids between two, as objects.
create function archived_between(of_farmer uuid, of_table text, above bigint, below bigint,
  most integer) returns setof jsonb language plpgsql stable as $$
declare
  page archive_pages;
  found_rows jsonb[] := '{}';
  highest bigint;
begin
  for page in
    select * from archive_pages p where p.farmer_id = of_farmer and p.held ? of_table
      and (p.held -> of_table ->> 1)::bigint < below and (p.held -> of_table ->> 2)::bigint > above
    order by (p.held -> of_table ->> 2)::bigint desc
  loop
    highest := (page.held -> of_table ->> 2)::bigint;
    exit when (select count(*) from unnest(found_rows) r
               where (r ->> 'id')::bigint > highest) >= most;
    found_rows := found_rows || array(
      select o from archived_rows(page, of_table) o
      where (o ->> 'id')::bigint < below and (o ->> 'id')::bigint > above);
  end loop;
  return query select r from unnest(found_rows) r order by (r ->> 'id')::bigint desc limit most;
end $$;

-- newest_plantings() and so on: a farmer's rows below an id, the newest first, archived ones too.
do $$
declare t text;
begin
  foreach t in array array['plantings','works','harvests','journal_entries'] loop
    execute format(
      'create function newest_%1$s(of_farmer uuid, below bigint, most integer)
       returns setof %1$s language plpgsql stable as $f$
       declare
         live %1$s[];
         lowest bigint := 0;
       begin
         live := array(select l from %1$s l where l.farmer_id = of_farmer and l.id < below
                       order by l.id desc limit most);
         if cardinality(live) >= most then
           lowest := (live[cardinality(live)]).id;
         end if;
         return query
           select * from unnest(live)
           union all
           select r.* from archived_between(of_farmer, %1$L, lowest, below, most) o
           cross join lateral jsonb_populate_record(null::%1$s, o) r
           order by id desc limit most;
       end $f$',
      t);
  end loop;
end $$;

-- The lines of a farmer's journal entries, archived ones too.
create function journal_lines_of(of_farmer uuid, entries bigint[]) returns setof journal_lines
language sql stable as $$
  select * from journal_lines where entry_id = any (entries)
  union all
  select r.* from archive_pages p
  cross join lateral archived_rows(p, 'journal_lines') o
  cross join lateral jsonb_populate_record(null::journal_lines, o) r
  where p.farmer_id = of_farmer and p.held ? 'journal_entries'
    and exists (select 1 from unnest(entries) e
                where e between (p.held -> 'journal_entries' ->> 1)::bigint
                            and (p.held -> 'journal_entries' ->> 2)::bigint)
    and r.entry_id = any (entries)
$$;

-- Letting go --------------------------------------------------------------------------------------

-- Refuses to let rows go that the page being made does not hold, value by value.
create function let_go_if_archived() returns trigger language plpgsql
set timezone to 'UTC' as $$
declare
  page archive_pages;
  lost bigint;
begin
  if not exists (select 1 from gone) then
    return null;
  end if;
  select * into page from archive_pages p
    where p.id = nullif(current_setting('pool.archive_page', true), '')::bigint
      and p.xmin = pg_current_xact_id()::xid;
  if not found then
    raise exception 'table % is append-only: % refused', tg_table_name, tg_op
      using errcode = 'restrict_violation';
  end if;
  execute format(
    'select count(*) from gone g where %s not in (select * from jsonb_array_elements($1))',
    archived_row((select layout from archive_layouts where id = page.layout), tg_table_name))
    into lost using unpack(page);
  if lost > 0 then
    raise exception 'table % is append-only: DELETE of % rows refused, archive page % does not hold them',
      tg_table_name, lost, page.id using errcode = 'restrict_violation';
  end if;
  if tg_table_name = 'journal_lines' then
    insert into carried_forward (account, asset, amount, lines)
      select account, asset, sum(amount), count(*) from gone group by 1, 2 order by 1, 2
      on conflict (account, asset) do update
        set amount = carried_forward.amount + excluded.amount,
            lines = carried_forward.lines + excluded.lines;
  end if;
  return null;
end $$;

-- The envelope by which a transaction came into a ledger says nothing that the transaction does not
-- say, so its row may go; of one that was replaced before, only the envelope, until it is archived.
-- A refused one may still be found to have landed unseen: it keeps its envelope until it is archived.
create function let_envelopes_go() returns trigger language plpgsql set timezone to 'UTC' as $$
declare
  page archive_pages;
  lost bigint;
begin
  select * into page from archive_pages p
    where p.id = nullif(current_setting('pool.archive_page', true), '')::bigint
      and p.xmin = pg_current_xact_id()::xid;
  execute format(
    'select count(*) from gone g left join transactions t on t.id = g.transaction_id
       and (t.state in (''LANDED'',''FAILED'') or (t.state = ''REFUSED'' and $2))
       and t.hash = g.hash and t.sequence = g.sequence
     where t.id is null and %s not in (select * from jsonb_array_elements($1))',
    archived_row(coalesce((select layout from archive_layouts where id = page.layout),
                          current_layout()), tg_table_name))
    into lost using case when page.id is null then '[]' else unpack(page) end, page.id is not null;
  if lost > 0 then
    raise exception 'table % is append-only: % refused', tg_table_name, tg_op
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create function keep_envelopes() returns trigger language plpgsql as $$
declare settled boolean;
begin
  select t.state in ('LANDED','FAILED') into settled
    from transactions t where t.id = old.transaction_id;
  if not coalesce(settled, false) or new.envelope is not null
      or to_jsonb(new) - 'envelope' <> to_jsonb(old) - 'envelope' then
    raise exception 'table % is append-only: % refused', tg_table_name, tg_op
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- Books that are closed are moved by the archive alone.
create function only_by_trigger() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception 'table % is append-only: % refused', tg_table_name, tg_op
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

do $$
declare t text;
begin
  for t in select name from archived_tables() loop
    if t not in ('transactions', 'transaction_actions') then
      execute format('drop trigger append_only on %I', t);
      if t <> 'transaction_envelopes' then
        execute format('create trigger append_only before update on %I
                        for each row execute function refuse_change()', t);
      end if;
    end if;
    if t not in ('transaction_actions', 'transactions', 'transaction_envelopes') then
      execute format($t$create trigger append_only_delete before delete on %I for each row
                      when (nullif(current_setting('pool.archive_page', true), '') is null)
                      execute function refuse_change()$t$, t);
      execute format('create trigger append_only_archived after delete on %I
                      referencing old table as gone
                      for each statement execute function let_go_if_archived()', t);
    end if;
  end loop;
  foreach t in array array['archive_pages','archive_layouts'] loop
    execute format('create trigger append_only before update or delete on %I
                    for each row execute function refuse_change()', t);
    execute format('create trigger append_only_truncate before truncate on %I
                    for each statement execute function refuse_change()', t);
  end loop;
end $$;
create trigger append_only before update on transaction_envelopes
  for each row execute function keep_envelopes();
create trigger append_only_archived after delete on transaction_envelopes
  referencing old table as gone for each statement execute function let_envelopes_go();
create trigger append_only before insert or update or delete on carried_forward
  for each row execute function only_by_trigger();
create trigger append_only_truncate before truncate on carried_forward
  for each statement execute function refuse_change();

-- A wish that another of its kind makes superfluous goes at once; a settled one only into the archive.
create function let_settled_go() returns trigger language plpgsql set timezone to 'UTC' as $$
declare
  page archive_pages;
  lost bigint;
begin
  if not exists (select 1 from gone where state in ('LANDED','FAILED','REFUSED')) then
    return null;
  end if;
  select * into page from archive_pages p
    where p.id = nullif(current_setting('pool.archive_page', true), '')::bigint
      and p.xmin = pg_current_xact_id()::xid;
  if found then
    execute format(
      'select count(*) from gone g where %s not in (select * from jsonb_array_elements($1))',
      archived_row((select layout from archive_layouts where id = page.layout), 'transactions'))
      into lost using unpack(page);
  end if;
  if lost is distinct from 0 then
    raise exception 'transaction % is settled', (select min(id) from gone)
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
drop trigger settled_is_final on transactions;
create trigger settled_is_final before update on transactions
  for each row when (old.state in ('LANDED','FAILED','REFUSED')) execute function refuse_settled_change();
create trigger settled_is_final_delete before delete on transactions
  for each row when (old.state in ('LANDED','FAILED','REFUSED')
                     and nullif(current_setting('pool.archive_page', true), '') is null)
  execute function refuse_settled_change();
create trigger settled_is_final_archived after delete on transactions
  referencing old table as gone for each statement execute function let_settled_go();

-- A farmer's block that is archived is over: what unique indexes refuse of the detailed rows, this does.
create function refuse_archived_block() returns trigger language plpgsql as $$
begin
  if exists (select 1 from archive_pages p where p.farmer_id = new.farmer_id
             and p.last_block >= new.block_index and p.first_block <= new.block_index) then
    raise exception 'block % of farmer % is archived', new.block_index, new.farmer_id
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger refuse_archived_block before insert on plantings
  for each row execute function refuse_archived_block();
create trigger refuse_archived_block before insert on works
  for each row execute function refuse_archived_block();
create trigger refuse_archived_block before insert on harvests
  for each row execute function refuse_archived_block();

-- Archiving ---------------------------------------------------------------------------------------

-- Writes one page and lets its rows go; 0 if there is nothing to archive. Only settled transactions
-- whose every deed is in a block before the last one that may be archived.
create function archive_page(of_farmer uuid, low bigint, high bigint, before_block bigint)
returns integer language plpgsql set timezone to 'UTC' as $$
declare
  of_layout jsonb := current_layout();
  layout_id integer;
  txs bigint[];
  entries bigint[];
  checked bigint[];
  collected text;
  counted jsonb;
  page_names text[];
  page_id bigint;
  amount bigint;
begin
  select coalesce(array_agg(t.id), '{}') into txs
    from transaction_actions a join transactions t on t.id = a.transaction_id
    where a.farmer_id = of_farmer and a.block_index between low and high
      and t.state in ('LANDED','FAILED','REFUSED')
      and not exists (select 1 from transaction_actions o where o.transaction_id = t.id
        and (o.live or o.block_index is null or o.block_index >= before_block or o.id < a.id));
  select coalesce(array_agg(id), '{}') into entries from journal_entries
    where farmer_id = of_farmer and block_index between low and high;
  -- the newest comparison stays: it says whether the farmer may be paid out
  select coalesce(array_agg(id), '{}') into checked from reconciliations r
    where r.farmer_id = of_farmer and r.what = 'block' and r.difference = 0 and r.block_index <= high
      and r.id < (select max(id) from reconciliations n where n.farmer_id = of_farmer);
  execute format($q$
    with facts (block, code, id, row) as (
      select g.block_index, 1, g.id, %s from plantings g
        where g.farmer_id = $1 and g.block_index between $2 and $3
      union all
      select g.block_index, 2, g.id, %s from works g
        where g.farmer_id = $1 and g.block_index between $2 and $3
      union all
      select g.block_index, 3, g.id, %s from harvests g
        where g.farmer_id = $1 and g.block_index between $2 and $3
      union all
      select g.block_index, 4, g.block_index, %s from expected_rewards g
        where g.farmer_id = $1 and g.block_index between $2 and $3
      union all
      select g.block_index, 5, g.id, %s from reconciliations g where g.id = any ($6)
      union all
      select a.block_index, 6, g.id, %s from transactions g
        join transaction_actions a on a.transaction_id = g.id where g.id = any ($4)
        and not exists (select 1 from transaction_actions o
                        where o.transaction_id = g.id and o.id < a.id)
      union all
      select g.block_index, 7, g.id, %s from transaction_actions g where g.transaction_id = any ($4)
      union all
      select $2, 8, g.id, %s from transaction_envelopes g join transactions t
        on t.id = g.transaction_id where g.transaction_id = any ($4)
        and (g.hash is distinct from t.hash or g.sequence is distinct from t.sequence)
      union all
      select g.block_index, 9, g.id, %s from journal_entries g where g.id = any ($5)
      union all
      select e.block_index, 10, e.id * 100 + g.line, %s from journal_lines g
        join journal_entries e on e.id = g.entry_id where e.id = any ($5))
    select (select jsonb_agg(row order by block, code, id)::text from facts),
      (select jsonb_object_agg(t.name, f.held) from (
         select code, jsonb_build_array(count(*), min(id), max(id)) as held from facts group by 1) f
       join archived_tables() t on t.code = f.code)$q$,
    variadic array(select archived_row(of_layout, name) from archived_tables() order by code))
    into collected, counted using of_farmer, low, high, txs, entries, checked;
  if collected is null then
    return 0;
  end if;
  insert into archive_layouts (layout) select of_layout
    where not exists (select 1 from archive_layouts where layout = of_layout)
    on conflict do nothing;
  select id into layout_id from archive_layouts where layout = of_layout;
  select array[f.id::text, f.pooler_id::text, f.custodial] into page_names
    from farmers f where f.id = of_farmer;
  insert into archive_pages
      (farmer_id, first_block, last_block, layout, held, names, hashes, facts)
    select of_farmer, low, high, layout_id, counted, page_names,
      coalesce((select string_agg(decode(m[1], 'hex'), ''::bytea order by n)
                from regexp_matches(packed, '[0-9a-f]{64}', 'g') with ordinality as found (m, n)), ''),
      regexp_replace(packed, '[0-9a-f]{64}', chr(4), 'g')
    from (select pack_names(collected, page_names) as packed) p
    returning id into page_id;
  insert into archived_blocks (block_index, farmers, planted, worked, harvested, lost, staked, rewards,
      best_zeros)
    select p.block_index, count(distinct p.farmer_id), count(*) filter (where p.status = 'PLANTED'),
      max(w.worked),
      (select count(*) from harvests h where h.farmer_id = of_farmer
         and h.block_index = p.block_index and h.status = 'HARVESTED'),
      (select count(*) from harvests h where h.farmer_id = of_farmer
         and h.block_index = p.block_index and h.status = 'LOST'),
      coalesce(sum(p.stake) filter (where p.status = 'PLANTED'), 0),
      (select coalesce(sum(h.reward), 0) from harvests h where h.farmer_id = of_farmer
         and h.block_index = p.block_index and h.status = 'HARVESTED'),
      max(w.zeros)
    from plantings p left join lateral (
      select count(distinct w.farmer_id) as worked, max(w.zeros) as zeros from works w where w.farmer_id = of_farmer
        and w.block_index = p.block_index and w.status = 'WORKED') w on true
    where p.farmer_id = of_farmer and p.block_index between low and high
    group by p.block_index
    on conflict (block_index) do update set
      farmers = archived_blocks.farmers + excluded.farmers,
      planted = archived_blocks.planted + excluded.planted,
      worked = archived_blocks.worked + excluded.worked,
      harvested = archived_blocks.harvested + excluded.harvested,
      lost = archived_blocks.lost + excluded.lost,
      staked = archived_blocks.staked + excluded.staked,
      rewards = archived_blocks.rewards + excluded.rewards,
      best_zeros = greatest(archived_blocks.best_zeros, excluded.best_zeros);
  insert into used_sequences (lane, sequence)
    select lane, max(sequence) from transactions
    where id = any (txs) and state in ('LANDED','FAILED') and sequence is not null group by 1
    on conflict (lane) do update set sequence = excluded.sequence
      where excluded.sequence > used_sequences.sequence;
  perform set_config('pool.archive_page', page_id::text, true);
  delete from journal_lines where entry_id = any (entries);
  delete from journal_entries where id = any (entries);
  delete from works where farmer_id = of_farmer and block_index between low and high;
  delete from harvests where farmer_id = of_farmer and block_index between low and high;
  delete from plantings where farmer_id = of_farmer and block_index between low and high;
  delete from expected_rewards where farmer_id = of_farmer and block_index between low and high;
  delete from reconciliations where id = any (checked);
  delete from work_requests where transaction_id = any (txs);
  delete from transaction_envelopes where transaction_id = any (txs);
  delete from transaction_actions where transaction_id = any (txs);
  delete from transactions where id = any (txs);
  perform set_config('pool.archive_page', '', true);
  return 1;
end $$;

-- Archives spans of blocks that end before a block and whose entries have expired on the chain, so
-- that nothing about them can change there, the oldest first, at most so many pages: those of
-- farmers whose pails there are settled, without a live transaction there, and whose books agreed
-- with the chain afterwards, or who are gone.
create function archive_history(before_block bigint, span integer, most integer) returns integer
language plpgsql as $$
declare
  made integer := 0;
  candidate record;
  low bigint;
  seen bigint := (select seen_ledger from block_operations order by block_index desc limit 1);
begin
  perform pg_advisory_xact_lock(7243001);
  low := least((select min(block_index) from plantings),
               (select min(block_index) from transaction_actions)) / span * span;
  while low + span <= before_block and made < most loop
    exit when exists (select 1 from block_operations b
                      where b.block_index between low and low + span - 1 and b.live_until >= seen);
    for candidate in
      select f.id from farmers f
      where f.id in (
          select farmer_id from plantings where block_index between low and low + span - 1
          union
          select farmer_id from transaction_actions where block_index between low and low + span - 1)
        and not exists (select 1 from unsettled_pails u where u.farmer_id = f.id
                        and u.block_index between low and low + span - 1)
        and not exists (select 1 from transaction_actions a where a.farmer_id = f.id
                        and a.block_index between low and low + span - 1 and a.live)
        and (f.state = 'DEPARTED' or (
          (select r.difference from reconciliations r where r.farmer_id = f.id
           order by r.id desc limit 1) = 0
          and exists (select 1 from reconciliations r where r.farmer_id = f.id and r.what = 'block'
                      and r.block_index >= low + span - 1)))
      order by f.seq
    loop
      made := made + archive_page(candidate.id, low, low + span - 1, before_block);
      exit when made >= most;
    end loop;
    low := low + span;
  end loop;
  return made;
end $$;

-- Lets the envelopes of transactions go that were found in a ledger before a moment.
create function drop_envelopes(settled_before timestamptz, most integer) returns integer
language plpgsql as $$
declare
  chosen bigint[];
begin
  select coalesce(array_agg(id), '{}') into chosen from (
    select e.id from transaction_envelopes e join transactions t on t.id = e.transaction_id
    where e.envelope is not null and t.state in ('LANDED','FAILED')
      and t.settled_at < settled_before
    order by e.id limit most) old_ones;
  delete from transaction_envelopes e using transactions t where e.id = any (chosen)
    and t.id = e.transaction_id and t.hash = e.hash and t.sequence = e.sequence;
  update transaction_envelopes set envelope = null where id = any (chosen);
  return cardinality(chosen);
end $$;
create index transaction_envelopes_kept on transaction_envelopes (id) where envelope is not null;

-- Views -------------------------------------------------------------------------------------------

drop view block_summary;
create view block_summary as
  select b.*,
    (select count(distinct farmer_id) from plantings p where p.block_index = b.block_index)
      + coalesce(a.farmers, 0) as farmers,
    (select count(*) from plantings p where p.block_index = b.block_index and status = 'PLANTED')
      + coalesce(a.planted, 0) as planted,
    (select count(distinct farmer_id) from works w where w.block_index = b.block_index
      and status = 'WORKED') + coalesce(a.worked, 0) as worked,
    (select count(*) from harvests h where h.block_index = b.block_index and status = 'HARVESTED')
      + coalesce(a.harvested, 0) as harvested,
    (select count(*) from harvests h where h.block_index = b.block_index and status = 'LOST')
      + coalesce(a.lost, 0) as lost,
    (select coalesce(sum(stake), 0) from plantings p where p.block_index = b.block_index
      and status = 'PLANTED') + coalesce(a.staked, 0) as staked,
    (select coalesce(sum(reward), 0) from harvests h where h.block_index = b.block_index
      and status = 'HARVESTED') + coalesce(a.rewards, 0) as rewards,
    greatest((select max(zeros) from works w where w.block_index = b.block_index
      and status = 'WORKED'), a.best_zeros) as best_zeros
  from block_operations b left join archived_blocks a on a.block_index = b.block_index;

-- Counted over all of history, the archived part included.
create or replace view counted_farmers as
  select farmer_id, pooler_id, sum(wished)::bigint as wished, sum(planted)::bigint as planted,
    sum(plant_failures)::bigint as plant_failures, sum(works)::bigint as works,
    sum(worked)::bigint as worked, sum(harvested)::bigint as harvested, sum(lost)::bigint as lost,
    sum(open_pails)::bigint as open_pails, sum(staked) as staked, sum(rewards) as rewards,
    sum(forfeits) as forfeits, sum(open_stake) as open_stake, sum(compensations) as compensations
  from (
    select farmer_id, pooler_id, count(distinct block_index) as wished,
      count(*) filter (where status = 'PLANTED') as planted,
      count(*) filter (where status = 'FAILED') as plant_failures,
      0 as works, 0 as worked, 0 as harvested, 0 as lost, 0 as open_pails,
      coalesce(sum(stake) filter (where status = 'PLANTED'), 0) as staked,
      0 as rewards, 0 as forfeits, 0 as open_stake, 0 as compensations
    from history_plantings() group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, count(*) filter (where status = 'WORKED'),
      count(distinct block_index) filter (where status = 'WORKED'), 0, 0, 0, 0, 0, 0, 0, 0
    from history_works() group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, 0, 0, count(*) filter (where status = 'HARVESTED'),
      count(*) filter (where status = 'LOST'), 0, 0, sum(reward),
      coalesce(sum(stake) filter (where status = 'LOST'), 0), 0, 0
    from history_harvests() group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, 0, 0, 0, 0, count(*), 0, 0, 0, sum(stake), 0
    from unsettled_pails join plantings using (farmer_id, block_index)
    where status = 'PLANTED' group by 1, 2
    union all
    select farmer_id, pooler_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(amount)
    from compensations group by 1, 2) parts
  group by 1, 2;

create or replace view counted_blocks as
  select pooler_id, count(*) as blocks from (
    select distinct pooler_id, block_index from history_plantings() where status = 'PLANTED'
    union
    select '00000000-0000-0000-0000-000000000000', block_index from history_plantings()
      where status = 'PLANTED') b
  group by 1;

create or replace function rebuild_counters() returns void language plpgsql as $$
begin
  lock table plantings, works, harvests, compensations in share row exclusive mode;
  delete from farmer_counters;
  insert into farmer_counters (farmer_id, pooler_id, wished, planted, plant_failures, works, worked,
      harvested, lost, open_pails, staked, rewards, forfeits, open_stake, compensations)
    select farmer_id, pooler_id, wished, planted, plant_failures, works, worked,
      harvested, lost, open_pails, staked, rewards, forfeits, open_stake, compensations
    from counted_farmers;
  insert into planted_blocks (pooler_id, block_index)
    select distinct pooler_id, block_index from history_plantings() where status = 'PLANTED'
    union
    select '00000000-0000-0000-0000-000000000000', block_index from history_plantings()
      where status = 'PLANTED'
    on conflict do nothing;
  delete from pooler_blocks;
  insert into pooler_blocks (pooler_id, blocks) select pooler_id, blocks from counted_blocks;
end $$;

