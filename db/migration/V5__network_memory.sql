-- Which network these books are of, and how far it has been followed. One row, made at the first
-- contact with a node; kept up to date, for it is no history.
create table network_memory (
  single         boolean primary key default true check (single),
  passphrase     text not null,
  contract       text not null,
  asset          text not null,
  asset_contract text not null,
  -- A ledger and its hash, by which a network with the same passphrase can be told apart.
  anchor_ledger  bigint,
  anchor_hash    text,
  -- The newest ledger that has been seen, and when it closed (Unix seconds).
  ledger         bigint not null,
  close_time     bigint not null,
  noted_at       timestamptz not null
);
