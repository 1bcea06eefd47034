-- A late payout of before a restore may be told by nothing but the account, which is gone.
alter table late_payouts
  alter column transaction_hash drop not null,
  add check (transaction_hash is not null or unseen is not null);

-- Farmers that have left since a restore, or had not before, for whom the books keep XLM while nothing
-- of it is on its way.
create view kept_lumens as
  select f.id as farmer_id
  from farmers f
  join account_balances b on b.account = 'xlm:' || f.id and b.asset = 'XLM' and b.balance > 0
  where f.state = 'DEPARTED' and f.custody = 'CUSTODIAL'
    and exists (select 1 from restores r where r.at >= f.created_at)
    and not exists (select 1 from open_deeds d where d.farmer_id = f.id)
    and not exists (select 1 from unseen_late_payouts u where u.farmer_id = f.id)
    and not exists (select 1 from account_balances k
                    where k.account = 'custody:' || f.id and k.asset = 'KALE' and k.balance <> 0);
