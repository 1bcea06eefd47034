-- What each block and each day came to, for charts: kept, so that none of them goes through history.
-- A sweep makes the rows anew whenever something of a block was settled; what it makes is what history
-- says, so making one twice changes nothing. Of a block that is archived the row stays as it is.
create table block_figures (
  block_index   bigint primary key,
  opened_time   bigint not null,
  seconds       bigint,
  farmers       bigint not null,
  planted       bigint not null,
  worked        bigint not null,
  harvested     bigint not null,
  lost          bigint not null,
  rewards       numeric(39) not null,
  fees          numeric(39) not null,
  pooler_share  numeric(39) not null,
  compensations numeric(39) not null
);
create index block_figures_time on block_figures (opened_time);

create table day_figures (
  day           date primary key,
  blocks        bigint not null,
  seconds       numeric(39),
  farmers       bigint not null,
  planted       bigint not null,
  worked        bigint not null,
  harvested     bigint not null,
  lost          bigint not null,
  rewards       numeric(39) not null,
  fees          numeric(39) not null,
  pooler_share  numeric(39) not null,
  compensations numeric(39) not null
);

create index compensations_block on compensations (block_index);

-- What history says of a block: how long it ran, what was done in it, what its deeds cost in XLM, what
-- of its rewards is the poolers' by the terms, and what they came to owe for it; stroops.
create view figured_blocks as
  select b.block_index, b.opened_time,
    (select n.opened_time from block_operations n where n.block_index > b.block_index
     order by n.block_index limit 1) - b.opened_time as seconds,
    b.farmers, b.planted, b.worked, b.harvested, b.lost, b.rewards,
    (select coalesce(sum(t.fee_charged), 0) from transactions t where t.id in (
       select a.transaction_id from transaction_actions a where a.block_index = b.block_index
         and a.action in ('PLANT','WORK','HARVEST'))) as fees,
    (select coalesce(sum(div(h.reward::numeric * h.share_basis_points, 10000)), 0) from harvests h
     where h.block_index = b.block_index and h.status = 'HARVESTED') as pooler_share,
    (select coalesce(sum(c.amount), 0) from compensations c
     where c.block_index = b.block_index) as compensations
  from block_summary b
  where not exists (select 1 from archived_blocks a where a.block_index = b.block_index);

-- In which order pails were settled.
create view settled_order as
  select id, block_index from harvests where status in ('HARVESTED','LOST');

-- What is still owed to farmers that have left; stroops.
create view unpaid_debts as
  select 1 as id, count(*) as debts, coalesce(sum(amount), 0)::numeric as kale,
    coalesce(sum(xlm), 0)::numeric as xlm
  from operator_debts where paid_at is null and (amount > 0 or xlm > 0);

-- What those who farm have for fees and reserves, by the books; stroops, null before anything was
-- booked.
create view farming_xlm as
  select f.id as farmer_id, f.pooler_id, b.balance as xlm
  from farmers f
  left join account_balances b on b.account = 'xlm:' || f.id and b.asset = 'XLM'
  where f.state = 'ACTIVE';

-- Farmers whose books and chain differed when they were last compared.
create view differing_now as
  select f.seq, d.farmer_id from differing_farmers d join farmers f on f.id = d.farmer_id
  where f.state <> 'DEPARTED';
