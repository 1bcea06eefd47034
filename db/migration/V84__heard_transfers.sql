-- heard: the ledger of the last payment of a vault that others have read, as the pool contract's own. It is told of
-- the vault, too, though its books and the chain may agree, as when a cover that was paid was taken out at once.
alter table told_transfers add column heard bigint not null default 0;
create index told_transfers_untold on told_transfers (party) where heard > ledger;
