package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.books.Statements;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.FarmedBlocks;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class HistoryArchiveTest {
  private static final List<String> APPEND_ONLY =
      List.of(
          "plantings",
          "works",
          "harvests",
          "expected_rewards",
          "reconciliations",
          "journal_entries",
          "journal_lines");
  private static final List<String> LISTED =
      List.of("plantings", "works", "harvests", "journal_entries");
  private static final String BALANCES =
      """
      select account, asset, b.balance, coalesce(c.amount, 0) + coalesce(l.sum, 0)
      from account_balances b left join carried_forward c using (account, asset)
      left join (select account, asset, sum(amount) from journal_lines group by 1, 2) l
        using (account, asset)
      where b.balance <> coalesce(c.amount, 0) + coalesce(l.sum, 0)
      """;

  @Inject StageFixture fixture;
  @Inject Books books;
  @Inject Statements statements;
  @Inject HistoryArchive archive;
  @Inject Db db;

  private FarmedBlocks farm;
  private Planter ada;
  private Planter bob;

  @BeforeEach
  void begin() {
    fixture.clear();
    farm = new FarmedBlocks(db, books, fixture);
    ada = fixture.active(50, 1, "100", "10");
    bob = fixture.active(50, 1, "100", "10");
    for (Planter farmer : List.of(ada, bob)) {
      books.deposited(farmer.id(), Kale.parse("100"), 1, "ledger 1");
      books.depositedXlm(farmer.id(), Xlm.parse("10"), 1, "ledger 1");
    }
  }

  private void farm(long from, long to, Planter... farmers) {
    for (long block = from; block <= to; block++) {
      farm.block(block);
      for (Planter farmer : farmers) {
        farm.farmed(farmer, block);
      }
    }
  }

  private int archiveAll(long before, int span) {
    return QuarkusTransaction.requiringNew()
        .call(() -> (int) fixture.number("select archive_history(?, ?, 1000000)", before, span));
  }

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
  void aRowGoesOnlyIntoAPageThatHoldsIt() {
    farm(0, 3, ada);
    for (String table : APPEND_ONLY) {
      assertThatThrownBy(() -> db.update("delete from " + table))
          .hasMessageContaining("table " + table + " is append-only: DELETE refused");
    }
    assertThatThrownBy(() -> db.update("delete from transactions"))
        .hasMessageContaining(" is settled");
    // a page that somebody made up, and one of another transaction
    archiveAll(3, 2);
    for (boolean made : List.of(true, false)) {
      QuarkusTransaction.begin();
      try {
        if (made) {
          db.update(
              "insert into archive_pages (farmer_id, first_block, last_block, layout, held, names,"
                  + " hashes, facts) select farmer_id, 2, 3, layout, held, names, hashes, facts"
                  + " from archive_pages");
        }
        assertThat(
                fixture.rows(
                    "select set_config('pool.archive_page', (select max(id)::text from"
                        + " archive_pages), true)"))
            .hasSize(1);
        assertThatThrownBy(() -> db.update("delete from plantings where block_index = 2"))
            .hasMessageContaining("table plantings is append-only: DELETE");
      } finally {
        QuarkusTransaction.rollback();
      }
    }
  }

  @Test
  void theArchiveItselfIsAppendOnly() {
    farm(0, 3, ada);
    archiveAll(2, 2);
    for (String change :
        List.of(
            "update archive_pages set facts = facts",
            "delete from archive_pages",
            "truncate archive_pages",
            "delete from archive_layouts",
            "update carried_forward set amount = 0",
            "delete from carried_forward",
            "truncate carried_forward",
            "insert into carried_forward values ('custody:x', 'KALE', 1, 1)")) {
      assertThatThrownBy(() -> db.update(change)).hasMessageContaining("is append-only");
    }
  }

  @Test
  void anArchivedBlockTakesNoSecondStakeOrReward() {
    farm(0, 3, ada);
    archiveAll(2, 2);
    assertThatThrownBy(() -> farm.planted(ada, 1)).hasMessageContaining("block 1 of farmer");
    assertThatThrownBy(
            () ->
                db.update(
                    "insert into harvests (block_index, farmer_id, pooler_id, status, stake,"
                        + " harvested_at) values (1, ?, ?, 'HARVESTED', 1, now())",
                    ada.id(),
                    ada.pooler()))
        .hasMessageContaining("is archived");
  }

  @Test
  void theLanesLastSequenceNumberIsNotForgotten() {
    farm(0, 3, ada);
    long last = fixture.number("select max(sequence) from transactions");
    farm(4, 4);
    farm.reconciled(ada, 4, 0);
    archiveAll(4, 4);
    assertThat(fixture.rows("select id from transactions")).isEmpty();
    assertThat(
            fixture.number(
                "select sequence from used_sequences where lane = ?", ada.custodial().text()))
        .isEqualTo(last);
  }

  @Test
  void anEnvelopeGoesWhenItCannotMatterAnyMore() {
    long settled = farm.transaction(ada, 1, "PLANT", "LANDED");
    long open = farm.transaction(bob, 1, "PLANT", "BUILT");
    db.update(
        "insert into transaction_envelopes (transaction_id, hash, sequence, envelope, max_time, at)"
            + " values (?, 'replaced', 1, 'AAAA', 1, now())",
        settled);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                assertThat(fixture.number("select drop_envelopes(now() - interval '1 hour', 10)"))
                    .isEqualTo(2));
    assertThat(
            fixture.rows(
                "select transaction_id, hash, left(envelope, 4) from"
                    + " transaction_envelopes where transaction_id <> ? order by id",
                open))
        .containsExactly(settled + " replaced null");
    assertThat(
            fixture.number(
                "select length(envelope) from transaction_envelopes" + " where transaction_id = ?",
                open))
        .isPositive();
    assertThatThrownBy(() -> db.update("delete from transaction_envelopes"))
        .hasMessageContaining("transaction_envelopes is append-only");
    assertThatThrownBy(() -> db.update("update transaction_envelopes set envelope = null"))
        .hasMessageContaining("transaction_envelopes is append-only");
  }

  @Test
  void aRefusedTransactionKeepsItsEnvelopesUntilItsBlockIsArchived() {
    farm(0, 4, ada);
    long refused = farm.transaction(ada, 1, "WORK", "REFUSED");
    long requeued = farm.transaction(ada, 2, "WORK", "BUILT");
    db.update("update transactions set state = 'QUEUED', hash = null where id = ?", requeued);
    db.update(
        "update transactions set state = 'REFUSED', settled_at = now() where id = ?", requeued);
    QuarkusTransaction.requiringNew()
        .run(() -> fixture.number("select drop_envelopes(now() + interval '1 day', 1000)"));
    String kept = "select transaction_id, left(envelope, 4) from transaction_envelopes order by id";
    assertThat(fixture.rows(kept)).containsExactly(refused + " AAAA", requeued + " AAAA");
    assertThatThrownBy(() -> db.update("delete from transaction_envelopes"))
        .hasMessageContaining("transaction_envelopes is append-only");
    assertThat(archiveAll(4, 4)).isEqualTo(1);
    assertThat(fixture.rows(kept)).isEmpty();
    assertThat(
            fixture.rows(
                "select transaction_id, length(hash) from history_transaction_envelopes()"))
        .containsExactly(requeued + " 64");
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
