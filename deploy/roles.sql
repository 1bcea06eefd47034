-- Run once by the superuser, when the database is made: the owner, which migrates, and the role as
-- which the pool farms. Neither can make roles or databases; docs/operations.md, "Two database roles".
\set ON_ERROR_STOP on
\set owner `cat "${SECRETS:-/run/secrets}/db-owner"`
\set runtime `cat "${SECRETS:-/run/secrets}/db-runtime"`
create role kale login nosuperuser nocreatedb nocreaterole password :'owner';
create role kale_pool login nosuperuser nocreatedb nocreaterole password :'runtime';
select current_database() as database \gset
alter database :"database" owner to kale;
revoke all on database :"database" from public;
grant connect, temporary on database :"database" to kale_pool;
