-- Who farms on this database. The one who does holds an advisory lock on a connection of its own;
-- this row outlives that connection, so that what a former leader still writes is refused.
create table leadership (
  one boolean primary key default true check (one),
  fence bigint not null check (fence > 0),
  holder uuid not null
);

-- Fails unless this is the fence of whoever leads, and keeps others from leading until the caller's
-- transaction ends. The lock is taken first, by a statement of its own, so that the row is read as
-- it is afterwards. A new leader takes the same lock alone before it changes the row.
create function hold_leadership(held bigint, by_whom uuid) returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(7737584817564642915);
  return exists (select 1 from leadership where fence = held and holder = by_whom);
end $$;
