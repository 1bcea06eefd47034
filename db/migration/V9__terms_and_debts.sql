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
