-- The miner's memory keeps lesser hashes beside the best one: an insurance work sends one of them,
-- also after a restart.
alter table best_nonces drop constraint best_nonces_pkey;
alter table best_nonces add primary key (farmer_id, block_index, zeros);
