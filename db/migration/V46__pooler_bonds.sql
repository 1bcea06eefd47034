-- A pooler's bond: KALE that it leaves with the pool for what it may come to owe. It is in an account
-- of its own, whose key the pool makes and can make again.

create table pooler_bonds (
  pooler_id      uuid primary key references poolers,
  account        text not null unique check (length(account) = 56),
  -- the newest ledger in which something that is booked has moved it: an older reading says nothing
  settled_ledger bigint not null default 0,
  -- the newest reading, and how much less was in the account than in the books
  seen_ledger    bigint not null default 0,
  missing        bigint not null default 0 check (missing >= 0),
  -- why nothing can be done about it now, in a sentence
  waiting_for    text,
  created_at     timestamptz not null
);

-- A bond as it stands. free: its pooler runs out, has no farmers and no pails, and owes nothing, so
-- that it goes back.
create view bond_standings as
  select b.pooler_id, b.account, p.wallet, p.active, coalesce(k.balance, 0)::bigint as booked,
    b.missing, b.settled_ledger, b.waiting_for,
    not p.active and d.owed = 0 and d.owed_xlm = 0
      and not exists (select 1 from known_farmers f
        where f.pooler_id = p.id and f.state <> 'DEPARTED')
      and not exists (select 1 from unsettled_pails u
        join pails l on l.farmer_id = u.farmer_id and l.block_index = u.block_index
        where l.pooler_id = p.id)
      and not exists (select 1 from open_deeds o where o.pooler_id = p.id) as free
  from pooler_bonds b
  join poolers p on p.id = b.pooler_id
  join pooler_debts d on d.pooler_id = p.id
  left join account_balances k on k.account = 'bond:' || p.id and k.asset = 'KALE';

-- The same as before, and the bond, as far as the account has it.
create or replace view pooler_standings as
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
