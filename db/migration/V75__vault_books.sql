-- Vaults in the books. What was paid into a vault and out of it, and into the pool contract and out
-- of it, is read from the asset contract's events: all of it up to this ledger is in the journal.
-- bond: whether it is a pool contract.
create table told_transfers (
  party  text primary key check (length(party) = 56),
  bond   boolean not null,
  ledger bigint not null
);

-- When those with a vault came; of one that has come back, when it had lapsed. No vault was paid
-- anything before that.
create view vault_farmers as
  select id as farmer_id, coalesce(lapsed_at, created_at) as registered_at
  from farmers where custody = 'VAULT';

-- A vault's contract takes the pool's share of gains, when they are settled: nothing of what was
-- earned waits to be shared, and what was shared is in the journal.
create or replace function pooler_shares(farmer uuid, pooler uuid, out earned bigint,
  out share bigint) language sql stable as $$
  select coalesce(sum(e.earned), 0)::bigint,
    case when exists (select 1 from farmers f where f.id = farmer and f.custody = 'VAULT') then 0
    else coalesce(sum(div(e.earned::numeric * e.share_basis_points, 10000)
      - div(e.shared::numeric * e.share_basis_points, 10000)), 0)::bigint end
  from shared_by_terms e where e.farmer_id = farmer and e.pooler_id = pooler
$$;
create or replace function pooler_share(farmer uuid) returns bigint language sql stable as $$
  select case when exists (select 1 from farmers f where f.id = farmer and f.custody = 'VAULT') then 0
    else coalesce(sum(div(earned::numeric * share_basis_points, 10000)
      - div(shared::numeric * share_basis_points, 10000)), 0)::bigint end
  from shared_by_terms where farmer_id = farmer
$$;

-- Pool contracts by the books, stroops: what each has, what vaults paid it less what it paid them as
-- cover, and what others paid in less what was taken out.
create view booked_bonds as
  select t.party as contract, t.ledger, coalesce(b.balance, 0) as kale,
    -coalesce(s.balance, 0) as shares, -coalesce(d.balance, 0) as deposits
  from told_transfers t
  left join account_balances b on b.account = 'vault-bond:' || t.party and b.asset = 'KALE'
  left join account_balances s on s.account = 'vault-shares:' || t.party and s.asset = 'KALE'
  left join account_balances d on d.account = 'vault-bond-deposits:' || t.party
    and d.asset = 'KALE'
  where t.bond;
