-- Of a caller's idempotency key only a hash is kept, under a key that is derived from the
-- key-encryption key: whoever reads a backup can neither send the key again nor guess it. What was
-- kept as it is goes; a request that was cut off by this very update counts as a new one.
delete from idempotency_keys;
alter table idempotency_keys drop column key;
alter table idempotency_keys add column key_hash bytea not null;
alter table idempotency_keys add primary key (scope, key_hash);
create index idempotency_keys_at on idempotency_keys (at);

-- A token that was made to take the place of the one in force, and does when it is first used.
alter table farmers add column next_token_hash bytea unique;
