-- What a block's pails were expected to contribute, in parts of the best gap, stake or zeros, and the
-- limits by which it scored (ledgers, KALE, zeros): what others contribute to the next one follows its
-- limits, and what can be corrected of a forecast is the pool's own contribution. Of blocks before
-- this neither is known.
alter table farm_choices
  add column expected_parts double precision not null default 0;

alter table block_fields
  add column expected_parts double precision not null default 0,
  add column min_gap   double precision,
  add column max_gap   double precision,
  add column min_stake double precision,
  add column max_stake double precision,
  add column min_zeros double precision,
  add column max_zeros double precision;
