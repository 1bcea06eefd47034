-- What the network did that nobody here can help: remembered, so that it is not taken for the
-- pooler's fault later.

-- Times in which the farm's owner let nobody plant. Without plants no next block is opened, and
-- without a next block no pail of the running one can be harvested.
create table farm_pauses (
  id          bigint generated always as identity primary key,
  from_ledger bigint not null,
  to_ledger   bigint check (to_ledger >= from_ledger),
  at          timestamptz not null
);
create unique index one_running_pause on farm_pauses ((to_ledger is null)) where to_ledger is null;

-- Blocks that were gone before their time, as the owner's remove_block leaves it, since they were
-- first missed; forgotten when one is seen again.
create table vanished_blocks (
  block_index bigint primary key,
  seen_ledger bigint not null,
  at          timestamptz not null
);
