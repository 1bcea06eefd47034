package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** What the database itself sees to, whoever writes. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class BooksTablesTest extends BooksFixture {
  @Test
  void theDatabaseRefusesAnEntryThatDoesNotBalance() {
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          db.update(
                              "insert into journal_entries (key, kind, memo, at)"
                                  + " values ('crooked', 'test', '', now())");
                          db.update(
                              "insert into journal_lines (entry_id, line, account, asset, amount)"
                                  + " select id, 0, 'custody:x', 'KALE', 1 from journal_entries");
                        }))
        .hasStackTraceContaining("does not balance");
    assertThat(fixture.number("select count(*) from journal_entries")).isZero();
    assertThat(fixture.number("select count(*) from account_balances where account = 'custody:x'"))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plantings",
        "works",
        "harvests",
        "splits",
        "split_parts",
        "late_payouts",
        "earned_payouts",
        "payout_thresholds",
        "claims",
        "compensations",
        "debt_payments",
        "journal_entries",
        "journal_lines",
        "reconciliations",
        "expected_rewards",
        "farmer_events",
        "farmer_settings",
        "farmer_terms",
        "transaction_envelopes",
        "audit"
      })
  void appendOnlyTablesRefuseUpdateDeleteAndTruncate(String table) {
    assertThatThrownBy(() -> db.update("truncate " + table + " cascade"))
        .hasMessageContaining("is append-only: TRUNCATE refused");
    QuarkusTransaction.begin();
    try {
      AppendOnlyRows.insert(db, table, farmer);
      assertThatThrownBy(
              () -> db.update("update " + table + " set " + AppendOnlyRows.column(table)))
          .hasMessageContaining("table " + table + " is append-only: UPDATE refused");
    } finally {
      QuarkusTransaction.rollback();
    }
    QuarkusTransaction.begin();
    try {
      AppendOnlyRows.insert(db, table, farmer);
      assertThatThrownBy(() -> db.update("delete from " + table))
          .hasMessageContaining("table " + table + " is append-only: DELETE refused");
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  @Test
  void balancesCanBeRebuiltFromTheJournal() {
    books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
    books.planted(farmer.id(), 5, kale("50"), 5);
    books.harvested(farmer.id(), 5, kale("50"), kale("20"), 5);
    assertThat(
            fixture.number(
                """
                select count(*) from (
                  (select account, asset, sum(amount) from journal_lines group by 1, 2
                   except select account, asset, balance from account_balances)
                  union all
                  (select account, asset, balance from account_balances
                   except select account, asset, sum(amount) from journal_lines group by 1, 2)
                ) differences\
                """))
        .isZero();
  }
}
