package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Statements;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** What is archived is still there, row by row; what is not over stays where it was. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class HistoryArchiveTest extends ArchiveFixture {
  private static final List<String> LISTED =
      List.of("plantings", "works", "harvests", "journal_entries");

  @Inject Statements statements;

  private List<String> everything() {
    List<String> all = new ArrayList<>();
    for (String table : APPEND_ONLY) {
      all.addAll(fixture.rows("select t::text from history_" + table + "() t order by 1"));
    }
    for (String table : LISTED) {
      for (Planter farmer : List.of(ada, bob)) {
        all.addAll(
            fixture.rows("select * from newest_" + table + "(?, 1000000000, 1000)", farmer.id()));
        all.addAll(fixture.rows("select * from newest_" + table + "(?, 100, 7)", farmer.id()));
      }
    }
    all.addAll(
        fixture.rows(
            "select id, lane, state, sequence, hash, ledger, close_time, fee_charged, cause, detail,"
                + " settled_at from history_transactions() order by id"));
    all.addAll(fixture.rows("select * from history_transaction_actions() order by id"));
    all.addAll(fixture.rows("select * from block_summary order by block_index"));
    all.addAll(fixture.rows("select * from account_balances order by 1, 2"));
    all.addAll(fixture.rows("select * from counted_farmers order by 1"));
    statements.all().forEach(statement -> all.add(statement.toString()));
    return all;
  }

  @Test
  void whatIsArchivedIsStillThereRowByRow() {
    farm(0, 40, ada, bob);
    List<String> before = everything();
    assertThat(archiveAll(32, 8)).isEqualTo(8);
    assertThat(everything()).isEqualTo(before);
    assertThat(fixture.number("select min(block_index) from plantings")).isEqualTo(32);
    assertThat(fixture.number("select count(*) from transactions")).isEqualTo(2 * 9 * 4);
    assertThat(fixture.rows(BALANCES)).isEmpty();
    assertThat(archiveAll(32, 8)).isZero();
  }

  @Test
  void pagesOfAListRunThroughTheArchiveWithoutGapOrRepetition() {
    farm(0, 40, ada, bob);
    List<String> all =
        fixture.rows("select id from works where farmer_id = ? order by id desc", ada.id());
    archiveAll(24, 8);
    List<String> paged = new ArrayList<>();
    long below = Long.MAX_VALUE;
    while (true) {
      List<String> page = fixture.rows("select id from newest_works(?, ?, 10)", ada.id(), below);
      if (page.isEmpty()) {
        break;
      }
      paged.addAll(page);
      below = Long.parseLong(page.getLast());
    }
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void linesOfArchivedEntriesAreFound() {
    farm(0, 12, ada);
    String lines = "select * from journal_lines_of(?, ?) order by entry_id, line";
    Long[] entries =
        fixture.rows("select id from journal_entries where farmer_id = ?", ada.id()).stream()
            .map(Long::valueOf)
            .toArray(Long[]::new);
    List<String> before = fixture.rows(lines, ada.id(), entries);
    archiveAll(8, 4);
    assertThat(fixture.rows(lines, ada.id(), entries)).isEqualTo(before);
  }

  @Test
  void anOpenPailALiveTransactionAndADifferenceKeepTheirBlocks() {
    farm(0, 20, ada, bob);
    Planter cyd = fixture.active(50, 1, "100", "10");
    Planter dan = fixture.active(50, 1, "100", "10");
    farm.planted(cyd, 2);
    farm.reconciled(cyd, 20, 0);
    for (long block = 0; block <= 20; block++) {
      farm.farmed(dan, block);
    }
    farm.transaction(bob, 3, "HARVEST", "BUILT");
    farm.reconciled(dan, 21, 5);
    archiveAll(16, 8);
    assertThat(fixture.rows("select farmer_id, first_block from archive_pages order by id"))
        .containsExactly(ada.id() + " 0", ada.id() + " 8", bob.id() + " 8");
    farm.harvested(cyd, 2);
    farm.reconciled(dan, 22, 0);
    db.update(
        "update transactions set state = 'REFUSED', settled_at = now() where state = 'BUILT'");
    assertThat(archiveAll(16, 8)).isEqualTo(4);
    assertThat(fixture.rows(BALANCES)).isEmpty();
  }

  @Test
  void theNewestComparisonStays() {
    farm(0, 8, ada);
    archiveAll(8, 4);
    assertThat(fixture.rows("select block_index from reconciliations order by id"))
        .containsExactly("8");
  }

  @Test
  void aBlockThatCanStillBeHarvestedOnTheChainIsNotArchived() {
    farm(0, 7, ada);
    db.update("update block_operations set live_until = 400 where block_index = 5");
    db.update("update block_operations set seen_ledger = 400 where block_index = 7");
    assertThat(archiveAll(8, 4)).isEqualTo(1);
    db.update("update block_operations set seen_ledger = 401 where block_index = 7");
    assertThat(archiveAll(8, 4)).isEqualTo(1);
  }

  @Test
  void aColumnThatALaterVersionAddsIsArchivedToo() {
    farm(0, 7, ada);
    archiveAll(4, 4);
    QuarkusTransaction.begin();
    try {
      db.update("alter table plantings add column weather text default 'sun'");
      farm(8, 8, ada);
      assertThat(fixture.number("select archive_history(8, 4, 10)")).isEqualTo(1);
      assertThat(
              fixture.rows(
                  "select block_index, weather from history_plantings() where block_index in (3, 7)"
                      + " order by 1"))
          .containsExactly("3 null", "7 sun");
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  @Test
  void anArchivedBlockOfAFarmerTakesLessThanOneAndAHalfKilobytes() {
    farm(0, 64, ada);
    long detailed =
        fixture.number(
            "select sum(pg_column_size(t)) from (select t::text as t from transactions t union all"
                + " select w::text from works w union all select l::text from journal_lines l) t");
    assertThat(archiveAll(64, 32)).isEqualTo(2);
    long archived =
        fixture.number(
            "select sum(pg_column_size(facts) + pg_column_size(hashes) + pg_column_size(held)"
                + " + pg_column_size(names) + 120) from archive_pages");
    assertThat(archived / 64).isBetween(300L, 1_500L);
    assertThat(archived).isLessThan(detailed / 3);
  }
}
