-- Which blocks a farmer wants to be planted in.
alter table farmer_settings add column farm_when text not null default 'WHEN_IT_PAYS_ME'
  check (farm_when in ('ALWAYS','WHEN_IT_PAYS_ME','WHEN_IT_PAYS_BOTH'));

create or replace view farmer_view as
  select f.id, f.seq, f.pooler_id, f.custodial, f.payout, f.state, f.created_at,
         s.stake_percentage, s.harvest_interval, s.farm_when
  from farmers f
  join lateral (
    select stake_percentage, harvest_interval, farm_when from farmer_settings
    where farmer_id = f.id order by id desc limit 1) s on true;

create or replace function tell_of_settings() returns trigger language plpgsql as $$
begin
  perform tell_farmer(new.farmer_id, 'SETTINGS_CHANGED', new.at, null, null, null, null,
    format('%s %% staked, harvested after %s blocks, farming %s; set by the %s',
      new.stake_percentage, new.harvest_interval,
      case new.farm_when when 'ALWAYS' then 'always'
        when 'WHEN_IT_PAYS_ME' then 'when it pays the farmer'
        else 'when it pays the farmer and the pooler' end,
      new.by_whom));
  return null;
end $$;

-- A farmer that is not planted because it would not pay has not failed: nobody is to blame.
alter table plantings
  drop constraint plantings_status_check,
  drop constraint plantings_check,
  drop constraint plantings_check1,
  drop constraint plantings_check2,
  add constraint plantings_status_check check (status in ('PLANTED','FAILED','SKIPPED')),
  add constraint plantings_cause_check check ((status <> 'PLANTED') = (cause is not null)),
  add constraint plantings_debtor_given check ((status = 'FAILED') = (debtor is not null)),
  add constraint plantings_ledger_check check (status <> 'PLANTED' or ledger is not null);

-- What was expected of a block for a farmer before it was planted, and what was chosen: stroops,
-- the price as in price_samples. came: what its pail earns by the chain, once the block is over;
-- null before, and where it has none. It can change until the block is over, and is forgotten after
-- a while.
create table farm_choices (
  farmer_id   uuid not null references farmers,
  block_index bigint not null,
  choice      text not null check (choice in ('STAKE','ZERO','SKIP')),
  farm_when   text not null,
  stake       bigint not null,
  reward      bigint not null,
  fees        bigint not null,
  gain        bigint not null,
  saved       bigint not null,
  price       bigint,
  factor      double precision not null,
  at          timestamptz not null,
  came        bigint,
  counted     boolean not null default false,
  primary key (farmer_id, block_index)
);
create index farm_choices_block on farm_choices (block_index);

-- What all of a farmer's choices come to, those that are forgotten too.
create table farm_choice_totals (
  farmer_id uuid primary key references farmers,
  blocks    bigint not null,
  skipped   bigint not null,
  unstaked  bigint not null,
  saved     numeric(39) not null,
  expected  numeric(39) not null,
  came      numeric(39) not null
);

-- What a closed block says of those that follow. A part is what the best gap, stake or zeros earn;
-- KALE as numbers, since they are only reckoned with. works: of the pool, that cost a fee.
create table block_fields (
  block_index bigint primary key,
  parts       double precision not null,
  own_parts   double precision not null,
  forfeited   double precision not null,
  expected    double precision not null,
  came        double precision not null,
  factor      double precision not null,
  pails       bigint not null,
  works       bigint not null,
  zeros       double precision not null,
  at          timestamptz not null
);
