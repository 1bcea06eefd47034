-- What a choice gives up beside planting as wished, so that nobody comes to be far behind who farms
-- always. Parts are what a pail was expected to contribute, in parts of the best gap, stake or zeros:
-- wished_* as it was first decided for the block, parts of what was chosen in the end (0 if nothing).
-- risked: stroops of XLM by which the choice may turn out worse, at worst, as it is then known. Once
-- the block is over: always, what the pail as wished would have been worth to the farmer, and behind,
-- by how much the choice turned out worse than that, fees reckoned with; negative where it was better.
alter table farm_choices
  add column wished_stake bigint not null default 0,
  add column wished_parts double precision not null default 0,
  add column wished_fees  bigint not null default 0,
  add column parts        double precision not null default 0,
  add column share        integer not null default 0 check (share between 0 and 10000),
  add column risked       bigint not null default 0,
  add column always       bigint,
  add column behind       bigint;

-- What is not known yet is looked at with each block.
create index farm_choices_open on farm_choices (block_index) where not counted;

alter table farm_choice_totals
  add column always numeric(39) not null default 0,
  add column behind numeric(39) not null default 0;
