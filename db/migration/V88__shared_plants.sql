-- What each vault was to stake by a transaction that plants many.
create view shared_plants as
  select t.id as transaction_id, i.item ->> 'farmer' as vault,
    (i.item ->> 'amount')::bigint as staked
  from transactions t
  cross join lateral jsonb_array_elements(t.call::jsonb -> 'items') as i (item)
  where t.call::jsonb ->> 'call' in ('plantMany', 'turnMany')
    and i.item -> 'amount' is not null;
