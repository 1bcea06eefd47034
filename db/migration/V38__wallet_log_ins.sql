-- Logging in by the payout wallet (SEP-10).

-- Challenges that were answered, so that none is twice. One that is over would be refused anyway.
create table used_challenges (
  hash    bytea primary key,
  ends_at timestamptz not null
);
create index used_challenges_end on used_challenges (ends_at);

-- Who has logged in by a payout wallet. Of the token only a hash is kept. No reference to farmers: a
-- registration that lapses takes its row along, and may come back.
create table wallet_log_ins (
  id         bigint generated always as identity primary key,
  farmer_id  uuid not null,
  token_hash bytea not null unique,
  place      text not null check (place in ('API','BROWSER')),
  at         timestamptz not null,
  ends_at    timestamptz not null,
  ended_at   timestamptz
);
create index wallet_log_ins_farmer on wallet_log_ins (farmer_id, id);
create index wallet_log_ins_end on wallet_log_ins (ends_at);
