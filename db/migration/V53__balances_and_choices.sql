-- What a farmer had at the end of each day, for a chart: kept with each comparison after a block, under
-- the farmer's lock, so that nobody has to go through archived history for it. kale is in the account
-- and in open pails by the books, stroops; days are UTC's, and the running one's row is as of its
-- newest block.
create table balance_days (
  farmer_id   uuid not null references farmers,
  day         date not null,
  block_index bigint not null,
  kale        bigint not null,
  primary key (farmer_id, day)
);

-- Of the blocks that are not archived yet; what is older is not unpacked for it.
insert into balance_days (farmer_id, day, block_index, kale)
  select distinct on (farmer_id, (at at time zone 'UTC')::date)
    farmer_id, (at at time zone 'UTC')::date, block_index, books
  from reconciliations where what = 'block'
  order by farmer_id, (at at time zone 'UTC')::date, block_index desc;

-- What was proved by a log-in by a wallet: the address as it was given, and the memo (an id) by which its
-- owner tells its customers apart. Among the farmers that are paid out to exactly this a browser may
-- choose; null for log-ins that are older, which choose nothing.
alter table wallet_log_ins add column wallet text;
alter table wallet_log_ins add column memo text check (memo is null or wallet is not null);
