-- What a farmer had spent on fees by the end of each day, in all: of plants, works and harvests that the
-- pooler's wallet has advanced, too. Null for days from before; the newest kept one of each farmer has
-- what there is by now, so that the next one's can be taken against it.
alter table balance_days add column fees bigint check (fees >= 0);

update balance_days d
  set fees = (select coalesce(sum(b.balance), 0) from account_balances b where b.asset = 'XLM'
                and b.account in ('fees:' || d.farmer_id, 'advanced:' || d.farmer_id))
  where d.day = (select max(n.day) from balance_days n where n.farmer_id = d.farmer_id);
