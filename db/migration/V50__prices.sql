-- What a source said that one KALE costs, in 10^-7 stroops of XLM; forgotten after a while.
create table price_samples (
  id     bigint generated always as identity primary key,
  at     timestamptz not null,
  units  bigint not null check (units > 0),
  source text not null
);
create index price_samples_at on price_samples (at);
