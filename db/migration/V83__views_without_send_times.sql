-- When a transaction was first and last sent is asked of nobody's view any more: envelopes know.
drop view unclear_plants;
drop view deeds;
drop view pooler_standings;
drop view known_transactions;

-- Transactions and, where they are over, how they ended. last_hash is that of the last envelope, of
-- one that none is known to have landed of, too; staked is what a plant was to burn.
create view known_transactions as
  select t.id, t.lane, t.state, t.sequence, t.cause, t.detail, t.ledger, t.close_time,
    t.built_ledger, coalesce(t.sent_ledger, t.built_ledger) as sent_ledger, t.hash,
    coalesce(t.hash, (select e.hash from transaction_envelopes e
                      where e.transaction_id = t.id order by e.id desc limit 1)) as last_hash,
    (t.call::jsonb ->> 'amount')::bigint as staked,
    t.created_at as asked_at, t.settled_at
  from transactions t;

-- A deed of a batch is asked about by itself.
create view deeds as
  select a.transaction_id, a.farmer_id, a.block_index, a.action, t.lane,
    coalesce(a.ended, t.state) as state,
    case when a.ended is null then t.cause else a.cause end as cause,
    case when a.ended is null then t.detail else a.detail end as detail,
    case when a.ended = 'REFUSED' then null else t.ledger end as ledger,
    case when a.ended = 'REFUSED' then null else t.close_time end as close_time,
    t.built_ledger, t.sent_ledger, t.staked, t.settled_at
  from transaction_actions a join known_transactions t on t.id = a.transaction_id;

-- Plants that may have landed without anybody having seen it, as long as nothing says what became
-- of them.
create view unclear_plants as
  select d.farmer_id, d.block_index from deeds d
  where d.action = 'PLANT' and d.cause in ('ALREADY_PLANTED','SEQUENCE_TAKEN')
    and not exists (select 1 from plantings p
                    where p.farmer_id = d.farmer_id and p.block_index = d.block_index);

-- As in V46.
create view pooler_standings as
  select p.id as pooler_id, p.name, p.wallet, p.share_basis_points, p.max_farmers, p.active, p.own,
    p.max_debt, p.key_hash is not null as has_key, h.at as last_seen_at, h.version, h.hash_rate,
    h.threads, h.capacity, h.block_index, h.paused, d.owed as debt,
    (coalesce((select sum(l.stake) from pails l
       where l.pooler_id = p.id
         and l.block_index > coalesce((select max(b.block_index) from known_blocks b), 0) - 24
         and not exists (select 1 from settled_pails s
                         where s.farmer_id = l.farmer_id and s.block_index = l.block_index)
         and not exists (select 1 from landed_works w
                         where w.farmer_id = l.farmer_id and w.block_index = l.block_index)), 0)
     + coalesce((select sum(t.staked) from open_deeds o
         join known_transactions t on t.id = o.transaction_id
         where o.action = 'PLANT' and o.pooler_id = p.id), 0))::bigint as in_play,
    (select count(*) from work_reports r
     where r.pooler_id = p.id and r.false_claim)::integer as false_claims,
    greatest(coalesce(k.balance, 0) - coalesce(b.missing, 0), 0)::bigint as bond,
    b.account as bond_account, coalesce(b.missing, 0) as bond_missing, b.waiting_for as bond_waits
  from poolers p
  join pooler_debts d on d.pooler_id = p.id
  left join pooler_heartbeats h on h.pooler_id = p.id
  left join pooler_bonds b on b.pooler_id = p.id
  left join account_balances k on k.account = 'bond:' || p.id and k.asset = 'KALE';
