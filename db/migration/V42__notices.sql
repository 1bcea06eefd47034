-- What is told outside of the pool: to operators what goes wrong, to farmers what they asked to be
-- told. A notice is stored with the fact that it tells of, and delivered afterwards.

-- One row a notice and channel. channel: 'operators WEBHOOK' and its like for what the settings name,
-- else the id of a row of notice_channels. body: the notice as JSON, without any secret.
create table notices (
  seq        bigint generated always as identity primary key,
  id         uuid not null unique,
  channel    text not null,
  farmer_id  uuid,
  kind       text not null,
  title      text not null,
  text       text not null,
  body       text not null check (length(body) <= 16384),
  state      text not null default 'WAITING' check (state in ('WAITING','SENT','GIVEN_UP')),
  attempts   integer not null default 0,
  created_at timestamptz not null,
  next_at    timestamptz not null,
  ended_at   timestamptz,
  last_error text,
  check ((state = 'WAITING') = (ended_at is null))
);
create index notices_waiting on notices (channel, seq) where state = 'WAITING';
create index notices_ended on notices (ended_at) where state <> 'WAITING';
create index notices_channel on notices (channel, seq);
create index notices_farmer on notices (farmer_id, created_at) where farmer_id is not null;

-- Where farmers want to be told. sealed: URL and signing key, or e-mail address, encrypted under a key
-- that follows from the key-encryption key sealed_by and the row's id. shown: what may be shown again.
create table notice_channels (
  id           uuid primary key,
  farmer_id    uuid not null,
  kind         text not null check (kind in ('WEBHOOK','EMAIL')),
  shown        text not null,
  sealed       bytea not null,
  sealed_by    text not null,
  created_at   timestamptz not null,
  confirmed_at timestamptz,
  unique (farmer_id, kind)
);
create index notice_channels_sealed on notice_channels (sealed_by);

-- What farmers want to be told. Of the feed's address only a hash is kept. low_since: since when the
-- farmer's XLM is low, so that it is told once. No reference to farmers: who lapses takes its row along.
create table farmer_notices (
  farmer_id  uuid primary key,
  kinds      text[] not null,
  feed_hash  bytea unique,
  feed_since timestamptz,
  low_since  timestamptz,
  changed_at timestamptz not null
);

-- What happened to farmers who wanted to be told of it: written by what happened, in its own database
-- transaction. Amounts are stroops. taken: whether the notices are made.
create table farmer_news (
  id          bigint generated always as identity primary key,
  farmer_id   uuid not null,
  kind        text not null,
  at          timestamptz not null,
  block_index bigint,
  kale        bigint,
  xlm         bigint,
  hash        text,
  words       text,
  taken       boolean not null default false
);
create index farmer_news_open on farmer_news (id) where not taken;
create index farmer_news_farmer on farmer_news (farmer_id, id);
create index farmer_news_at on farmer_news (at);

create function tell_farmer(farmer uuid, what text, moment timestamptz, block bigint, kale bigint,
  xlm bigint, hash text, words text) returns void language sql as $$
  insert into farmer_news (farmer_id, kind, at, block_index, kale, xlm, hash, words)
  select n.farmer_id, what, moment, block, kale, xlm, hash, words
  from farmer_notices n where n.farmer_id = farmer and what = any (n.kinds)
$$;

create function tell_of_settings() returns trigger language plpgsql as $$
begin
  perform tell_farmer(new.farmer_id, 'SETTINGS_CHANGED', new.at, null, null, null, null,
    format('%s %% staked, harvested after %s blocks; set by the %s', new.stake_percentage,
      new.harvest_interval, new.by_whom));
  return null;
end $$;
create trigger tell_of_settings after insert on farmer_settings
  for each row execute function tell_of_settings();

create function tell_of_terms() returns trigger language plpgsql as $$
begin
  perform tell_farmer(new.farmer_id, 'SETTINGS_CHANGED', new.announced_at, null, null, null, null,
    format('the pooler''s part is %s %% of rewards from %s on; set by the %s: %s',
      round(new.share_basis_points / 100.0, 2),
      to_char(new.valid_from at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), new.by_whom, new.why));
  return null;
end $$;
create trigger tell_of_terms after insert on farmer_terms
  for each row execute function tell_of_terms();

-- A browser's session that a wallet's log-in has opened is told of by that.
create function tell_of_login() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from wallet_log_ins w where w.token_hash = new.token_hash) then
    perform tell_farmer(new.farmer_id, 'NEW_LOGIN', new.opened_at, null, null, null, null, null);
  end if;
  return null;
end $$;
create trigger tell_of_login after insert on farmer_sessions
  for each row execute function tell_of_login();

create function tell_of_wallet_login() returns trigger language plpgsql as $$
begin
  perform tell_farmer(new.farmer_id, 'NEW_LOGIN', new.at, null, null, null, null,
    'by a signature of your payout wallet');
  return null;
end $$;
create trigger tell_of_wallet_login after insert on wallet_log_ins
  for each row execute function tell_of_wallet_login();

create function tell_of_payout_change() returns trigger language plpgsql as $$
begin
  if new.ended_at is null then
    perform tell_farmer(new.farmer_id, 'SETTINGS_CHANGED', new.asked_at, null, null, null, null,
      format('the payout is to go to account %s from %s on, unless that is stopped', new.payout,
        to_char(new.due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')));
  elsif new.ended_as = 'DONE' then
    perform tell_farmer(new.farmer_id, 'SETTINGS_CHANGED', new.ended_at, null, null, null, null,
      format('the payout goes to account %s', new.payout));
  else
    perform tell_farmer(new.farmer_id, 'SETTINGS_CHANGED', new.ended_at, null, null, null, null,
      format('the payout does not go to account %s, that was stopped by the %s', new.payout,
        new.ended_by));
  end if;
  return null;
end $$;
create trigger tell_of_payout_change after insert or update on payout_changes
  for each row execute function tell_of_payout_change();

create function tell_of_lost_stake() returns trigger language plpgsql as $$
begin
  perform tell_farmer(new.farmer_id, 'STAKE_LOST', new.harvested_at, new.block_index, new.stake,
    null, null, new.cause);
  return null;
end $$;
create trigger tell_of_lost_stake after insert on harvests
  for each row when (new.status = 'LOST') execute function tell_of_lost_stake();

create function tell_of_compensation() returns trigger language plpgsql as $$
begin
  perform tell_farmer(new.farmer_id, 'COMPENSATED', new.at, new.block_index, new.amount, null, null,
    new.cause);
  return null;
end $$;
create trigger tell_of_compensation after insert on compensations
  for each row execute function tell_of_compensation();

create function tell_of_payout() returns trigger language plpgsql as $$
begin
  perform tell_farmer(new.farmer_id, 'PAYOUT_SENT', new.at, null, new.to_farmer + new.from_pooler,
    new.xlm_to_farmer, new.transaction_hash, null);
  return null;
end $$;
create trigger tell_of_payout after insert on splits
  for each row execute function tell_of_payout();

create function tell_of_departure() returns trigger language plpgsql as $$
begin
  perform tell_farmer(new.farmer_id, 'DEPARTED', new.at, null, null, null, null, new.why);
  return null;
end $$;
create trigger tell_of_departure after insert on farmer_events
  for each row when (new.to_state = 'DEPARTED' and new.from_state <> 'DEPARTED')
  execute function tell_of_departure();
