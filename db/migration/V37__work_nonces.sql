-- Nonces of works that poolers have sent from accounts of their own, as they tell them afterwards. The
-- row of works is made when the pail shows the work, and a pail has no nonce in it. Kept here is what
-- hashes to as many zeros as the pail has; of two such nonces the pail does not tell which it was.
create table work_nonces (
  farmer_id   uuid not null references farmers,
  block_index bigint not null,
  zeros       integer not null,
  nonce       numeric(20) not null,
  hash        text not null,
  told_at     timestamptz not null,
  primary key (farmer_id, block_index, zeros)
);
create trigger append_only before update on work_nonces
  for each row execute function refuse_change();
create trigger append_only_truncate before truncate on work_nonces
  for each statement execute function refuse_change();

-- They go with the works that they belong to, when these go into the archive.
create function keep_told_nonces() returns trigger language plpgsql as $$
begin
  if nullif(current_setting('pool.archive_page', true), '') is null then
    raise exception 'table % is append-only: % refused', tg_table_name, tg_op
      using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger append_only_archived before delete on work_nonces
  for each row execute function keep_told_nonces();
create function let_told_nonces_go() returns trigger language plpgsql as $$
begin
  delete from work_nonces n using gone g
    where n.farmer_id = g.farmer_id and n.block_index = g.block_index;
  return null;
end $$;
create trigger let_told_nonces_go after delete on works
  referencing old table as gone for each statement execute function let_told_nonces_go();

-- What modules let others read, as in V29 ----------------------------------------------------------

-- work: nonces as poolers have told them
create view told_nonces as
  select farmer_id, block_index, zeros, nonce, hash from work_nonces;
