package org.kalepool.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.cli.settings.PostgresLogin;

/**
 * Whoever gets hold of the pool's own connection to the database can neither rewrite history nor
 * send anybody's money elsewhere.
 */
class RolesTest {
  private static final String PAYOUT = "G".repeat(56);

  private static EmbeddedPostgres server;
  private static Connection owner;
  private static Connection pool;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    Flyway.configure()
        .dataSource(server.getPostgresDatabase())
        .locations("classpath:db/migration")
        .load()
        .migrate();
    owner = server.getPostgresDatabase().getConnection();
    PostgresLogin login =
        new PostgresLogin(
                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", "")
            .runtime();
    run(owner, "select grant_runtime('pool')");
    run(owner, "create schema other");
    run(owner, "create table other.secrets as select 1 as x");
    run(
        owner,
        "insert into poolers (id, name, wallet, share_basis_points, max_farmers, created_at)"
            + " values (gen_random_uuid(), 'p', '"
            + "P".repeat(56)
            + "', 5000, 9, now());"
            + "insert into farmers (id, pooler_id, custodial, payout, token_hash, created_at)"
            + " select gen_random_uuid(), id, '"
            + "C".repeat(56)
            + "', '"
            + PAYOUT
            + "', '\\x01', now() from poolers;"
            + "insert into wallets (id, owner, public_key, format, kek_id, wrapped_key,"
            + " sealed_secret, created_at) select gen_random_uuid(), id, custodial, 1, 'k', '\\x01',"
            + " '\\x02', now() from farmers;"
            + "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
            + " stake_percentage, harvest_interval, ledger, planted_at) select 1, id, pooler_id,"
            + " 'PLANTED', 5, 50, 2, 9, now() from farmers;"
            + "insert into vaults (farmer_id, contract, number, owner, basis_points, floor, address,"
            + " asked_at, made_ledger) select id, custodial, 1, payout, 0, 0, custodial, now(), 5"
            + " from farmers");
    pool = login.connect();
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    pool.close();
    owner.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop trigger append_only on plantings",
        "alter table plantings disable trigger all",
        "alter table plantings disable trigger append_only_delete",
        "set session_replication_role = replica",
        "update plantings set stake = 1",
        "delete from plantings",
        "delete from journal_lines",
        "truncate plantings",
        "truncate farmers cascade",
        "drop table plantings cascade",
        "update farmers set payout = custodial",
        "update farmers set payout_memo = 'mine', payout_memo_kind = 'TEXT'",
        "update farmers set custodial = payout",
        "update farmers set custody = 'VAULT'",
        "update vaults set owner = contract",
        "update vaults set address = owner",
        "update vaults set made_ledger = null",
        "delete from vaults",
        "update farmers set state = 'ACTIVE'",
        "delete from farmers",
        "update wallets set sealed_secret = '\\x00'",
        "update wallets set wrapped_key = '\\x00'",
        "update wallets set owner = gen_random_uuid()",
        "delete from wallets",
        "update account_balances set balance = 9",
        "insert into account_balances values ('x', 'KALE', 9)",
        "update earned_by_terms set earned = 9",
        "delete from unsettled_pails",
        "update farmer_counters set rewards = 9",
        "insert into archive_layouts (layout) values ('{}')",
        "update flyway_schema_history set checksum = 1",
        "select archive_page(gen_random_uuid(), 0, 9, 9)",
        "select rebuild_counters()",
        "select grant_runtime('pool')",
        "create or replace function refuse_change() returns trigger language plpgsql as"
            + " 'begin return new; end'",
        "create function mine() returns int language sql as 'select 1'",
        "create table mine (x int)",
        "create schema mine",
        "select * from other.secrets",
        "create role mine",
        "alter role pool superuser",
        "set role postgres",
        "select pg_read_file('postgresql.conf')",
        "copy (select 1) to program 'cat'",
        "create extension dblink",
        "create temp table t (account text, asset text, amount bigint);"
            + " create trigger t after insert on t for each row execute function"
            + " keep_account_balance()",
        "create temp table t (x int);"
            + " create function pg_temp.f() returns trigger language plpgsql as"
            + " 'begin update public.account_balances set balance = 9; return null; end';"
            + " create trigger t after insert on t for each row execute function pg_temp.f();"
            + " insert into t values (1)",
        "create temp table t (x int);"
            + " create function pg_temp.f() returns trigger language plpgsql as"
            + " 'begin update public.farmers set state = ''ACTIVE''; return null; end';"
            + " create trigger t after insert on t for each row execute function pg_temp.f();"
            + " insert into t values (1)"
      })
  void thePoolsRoleCanNeitherRewriteHistoryNorSendMoneyElsewhere(String attack)
      throws SQLException {
    pool.setAutoCommit(false);
    try {
      assertThatThrownBy(() -> run(pool, attack))
          .isInstanceOf(SQLException.class)
          .satisfies(
              e ->
                  assertThat(((SQLException) e).getSQLState())
                      .as(e.getMessage())
                      .isIn("42501", "23001", "23503"));
    } finally {
      pool.rollback();
      pool.setAutoCommit(true);
    }
  }

  @Test
  void theOwnerIsHeldByTheSameTriggers() {
    for (String attack :
        List.of(
            "update farmers set payout = custodial",
            "update farmers set state = 'ACTIVE'",
            "delete from farmers",
            "truncate farmers cascade",
            "update wallets set sealed_secret = '\\x00'",
            "update wallets set wrapped_key = '\\x00'",
            "delete from wallets",
            "truncate wallets",
            "insert into account_balances values ('x', 'KALE', 9)",
            "truncate account_balances",
            "delete from unsettled_pails")) {
      assertThatThrownBy(() -> run(owner, attack))
          .as(attack)
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isIn("23001", "23503"));
    }
  }

  @Test
  void noTableGivesThePoolsRoleMoreThanItNeeds() throws SQLException {
    assertThat(
            rows(
                "select relname from pg_class where relnamespace = 'public'::regnamespace"
                    + " and relkind in ('r','p','v','m') and has_table_privilege('pool', oid,"
                    + " 'TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')"))
        .isEmpty();
    assertThat(
            rows(
                "select distinct relname from pg_class c join pg_trigger t on t.tgrelid = c.oid"
                    + " where t.tgname like 'append_only%' and relname not in ('farmers',"
                    + " 'lapsed_registrations')"
                    + " and has_table_privilege('pool', c.oid, 'UPDATE')"))
        .isEmpty();
    for (String table :
        List.of(
            "plantings",
            "works",
            "harvests",
            "splits",
            "journal_entries",
            "journal_lines",
            "audit",
            "transaction_envelopes",
            "archive_pages",
            "wallets",
            "account_balances")) {
      assertThat(rows("select 1 where has_table_privilege('pool', '" + table + "', 'DELETE')"))
          .as(table)
          .isEmpty();
    }
    assertThat(
            rows(
                "select relname from pg_class where relnamespace = 'public'::regnamespace"
                    + " and relkind in ('r','p','v','m')"
                    + " and not has_table_privilege('pool', oid, 'SELECT')"))
        .isEmpty();
    assertThat(
            rows(
                "select proname from pg_proc where pronamespace = 'public'::regnamespace"
                    + " and has_function_privilege('public', oid, 'EXECUTE')"))
        .isEmpty();
  }

  @Test
  void whatALaterMigrationMakesIsGivenAndWhatIsOwnedIsNot() throws SQLException {
    run(owner, "create table later (x int)");
    run(owner, "select grant_runtime('pool')");
    run(pool, "insert into later values (1)");
    run(
        owner,
        "create trigger append_only before update or delete on later for each row execute function"
            + " refuse_change()");
    run(owner, "select grant_runtime('pool')");
    assertThatThrownBy(() -> run(pool, "delete from later")).hasMessageContaining("denied");
    run(owner, "drop table later");
    assertThatThrownBy(() -> run(owner, "select grant_runtime('nobody_here')"))
        .hasMessageContaining("no role");
    assertThatThrownBy(() -> run(owner, "select grant_runtime('postgres')"))
        .hasMessageContaining("the owner");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(String sql) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (row.next()) {
        found.add(row.getString(1));
      }
      return found;
    }
  }
}
