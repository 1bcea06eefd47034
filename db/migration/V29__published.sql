-- What modules let others read of their tables, by owner. Only the owner writes or locks the tables
-- themselves; whoever joins what several of them keep reads these. Each is a plain selection, with
-- what it adds looked up by an index: a condition on a farmer, a block or a lane reaches the
-- indexes of the tables, and a column that nobody asks for costs nothing.

-- stellar -----------------------------------------------------------------------------------------

-- Transactions and, where they are over, how they ended. last_hash is that of the last envelope, of
-- one that none is known to have landed of, too; staked is what a plant was to burn.
create view known_transactions as
  select t.id, t.lane, t.state, t.sequence, t.cause, t.detail, t.ledger, t.close_time,
    t.built_ledger, coalesce(t.sent_ledger, t.built_ledger) as sent_ledger, t.hash,
    coalesce(t.hash, (select e.hash from transaction_envelopes e
                      where e.transaction_id = t.id order by e.id desc limit 1)) as last_hash,
    (t.call::jsonb ->> 'amount')::bigint as staked,
    (select min(e.at) from transaction_envelopes e where e.transaction_id = t.id) as first_sent_at,
    (select max(e.at) from transaction_envelopes e where e.transaction_id = t.id) as last_sent_at,
    t.created_at as asked_at, t.settled_at
  from transactions t;

-- Every hash that a transaction can be found by.
create view transaction_hashes as
  select id as transaction_id, hash from transactions where hash is not null
  union all
  select transaction_id, hash from transaction_envelopes;

-- What transactions are for, one row a deed.
create view deeds as
  select a.transaction_id, a.farmer_id, a.block_index, a.action, t.lane, t.state, t.cause, t.detail,
    t.ledger, t.close_time, t.built_ledger, t.sent_ledger, t.staked, t.first_sent_at,
    t.last_sent_at, t.settled_at
  from transaction_actions a join known_transactions t on t.id = a.transaction_id;

-- What is under way.
create view open_deeds as
  select transaction_id, farmer_id, block_index, action from transaction_actions where live;

-- web ---------------------------------------------------------------------------------------------

create view restores as
  select id, at from audit where what = 'restore';

-- An operator's word that what is owed to a farmer was not paid before a restore.
create view debt_releases as
  select id, target as farmer, at from audit where what = 'release-debt';

-- farmer ------------------------------------------------------------------------------------------

create view known_farmers as
  select id, seq, pooler_id, custodial, state, seen_at, funded_at from farmers;

-- since: from when on without a break, null if from the beginning.
create view active_farmers as
  select f.id as farmer_id, (select max(e.at) from farmer_events e where e.farmer_id = f.id
    and e.to_state = 'ACTIVE' and e.from_state <> 'ACTIVE') as since
  from farmers f where f.state = 'ACTIVE';

-- Who was held back by a restore: by which event, when, when it had registered or lapsed, and
-- whether somebody else held it back already when the backup was made.
create view restored_farmers as
  select e.id as event_id, e.farmer_id, f.seq, e.at,
    coalesce(f.lapsed_at, f.created_at) as registered,
    e.from_state = 'SUSPENDED' as suspended
  from farmer_events e join farmers f on f.id = e.farmer_id
  where e.by_whom = 'restore';

-- What was set when something was asked for; without a time, and before there was any, the newest.
create function settings_of(farmer uuid, asked timestamptz)
returns table (stake_percentage integer, harvest_interval integer) language sql stable as $$
  select s.stake_percentage, s.harvest_interval from farmer_settings s
  where s.farmer_id = farmer
  order by (asked is null or s.at <= asked) desc, s.id desc limit 1
$$;

-- block -------------------------------------------------------------------------------------------

create view known_blocks as
  select block_index, seen_ledger, live_until from block_operations;

-- plant -------------------------------------------------------------------------------------------

-- Stakes that were planted, harvested since or not; open_pails are those that were not.
create view pails as
  select farmer_id, pooler_id, block_index, stake, ledger as planted_ledger
  from plantings where status = 'PLANTED';

-- Plants that may have landed without anybody having seen it, as long as nothing says what became
-- of them.
create view unclear_plants as
  select d.farmer_id, d.block_index from deeds d
  where d.action = 'PLANT' and d.cause in ('ALREADY_PLANTED','SEQUENCE_TAKEN')
    and not exists (select 1 from plantings p
                    where p.farmer_id = d.farmer_id and p.block_index = d.block_index);

-- work --------------------------------------------------------------------------------------------

-- Those that the network did not let anybody work.
create view unworkable_pails as
  select farmer_id, block_index from works where debtor = 'NETWORK';

-- harvest -----------------------------------------------------------------------------------------

-- Harvested or lost.
create view settled_pails as
  select farmer_id, block_index from harvests where status in ('HARVESTED','LOST');

-- books -------------------------------------------------------------------------------------------

-- The newest ledger that is in a farmer's books.
create view booked_ledgers as
  select farmer_id, ledger from settled_ledgers;

-- Of whom anything was ever booked, once for each entry.
create view booked_farmers as
  select farmer_id from journal_entries where farmer_id is not null;

-- Whose books and chain differed when they were last compared.
create view differing_farmers as
  select f.id as farmer_id from known_farmers f
  cross join lateral (select difference from reconciliations
    where farmer_id = f.id order by id desc limit 1) r
  where r.difference <> 0;

-- Of whom an operator has booked what became of something.
create view corrected_farmers as
  select farmer_id from corrections;

-- exit --------------------------------------------------------------------------------------------

-- How farmers were paid out, and what became of what their poolers still owed then.
create view farmer_payouts as
  select s.farmer_id, s.earned, s.pooler_share, s.owed, s.to_pooler, s.from_pooler, s.to_farmer,
    s.xlm_to_farmer, s.claimable, s.claim_reserve, s.advance, s.transaction_hash, s.at, s.debt,
    s.debt_xlm, o.obstacle, p.claimable as debt_claimable, p.transaction_hash as debt_hash,
    p.at as paid_at
  from splits s
  left join debt_payments p on p.farmer_id = s.farmer_id and p.late_id is null
  left join exit_obstacles o on o.farmer_id = s.farmer_id;
