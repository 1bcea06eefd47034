-- Who pays fees in XLM and farms: not those with vaults, for whom the pool pays, so that nobody is told
-- that they lack some.
create or replace view farming_xlm as
  select f.id as farmer_id, f.pooler_id, b.balance as xlm
  from farmers f
  left join account_balances b on b.account = 'xlm:' || f.id and b.asset = 'XLM'
  where f.state = 'ACTIVE' and f.custody = 'CUSTODIAL';
