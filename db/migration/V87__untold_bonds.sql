-- What vaults paid their pool contracts and were paid by them, by the vaults' own books, and what the contracts' own
-- are not read up to yet: stroops, positive into the contract. It is dropped once they are.
create table vault_payments (
  farmer_id        uuid not null,
  transaction_hash text not null check (length(transaction_hash) = 64),
  place            integer not null,
  contract         text not null check (length(contract) = 56),
  ledger           bigint not null,
  kale             bigint not null,
  primary key (farmer_id, transaction_hash, place)
);
create index vault_payments_contract on vault_payments (contract, ledger);

-- Ledgers of which no node told what a pool contract was paid: later than the one, not later than the other. What
-- vaults paid in these their own books tell.
create table untold_bonds (
  contract       text not null check (length(contract) = 56),
  after_ledger   bigint not null,
  through_ledger bigint not null check (through_ledger > after_ledger),
  primary key (contract, through_ledger)
);
