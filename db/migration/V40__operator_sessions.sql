-- Which operators are logged in with a browser. Of the cookie only a hash is kept, and by which key it
-- was got: a session lasts no longer than that key has its line.
create table operator_sessions (
  hash      bytea primary key,
  operator  text not null,
  key_hash  bytea not null,
  opened_at timestamptz not null,
  ends_at   timestamptz not null
);
create index operator_sessions_operator on operator_sessions (operator, opened_at);
create index operator_sessions_end on operator_sessions (ends_at);
