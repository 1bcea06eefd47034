-- What goes wrong and takes a person: one row for each time that a cause was there, from its first
-- being seen to its end. told_at: when operators were told last, null if they never were.
create table incidents (
  id             bigint generated always as identity primary key,
  rule           text not null,
  subject        text not null,
  title          text not null,
  detail         text not null,
  opened_at      timestamptz not null,
  told_at        timestamptz,
  ended_at       timestamptz,
  silenced_until timestamptz,
  silenced_by    text,
  silenced_why   text
);
create unique index incidents_open on incidents (rule, subject) where ended_at is null;
create index incidents_cause on incidents (rule, subject, id);

-- When the rules were looked at last, by whichever process farmed.
create table alert_looks (
  one boolean primary key default true check (one),
  at  timestamptz not null
);

-- Farmers that are held back and whose books and chain differed when they were last compared.
create view held_discrepancies as
  select f.id as farmer_id
  from farmers f
  cross join lateral (select difference from reconciliations
    where farmer_id = f.id order by id desc limit 1) r
  where f.state = 'SUSPENDED' and r.difference <> 0;

create view first_farmers as
  select created_at as at from farmers order by seq limit 1;
