package org.kalepool.ops;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.books.Books;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.FarmedBlocks;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;

/** Two farmers whose blocks are farmed and archived in the database itself. */
abstract class ArchiveFixture {
  static final List<String> APPEND_ONLY =
      List.of(
          "plantings",
          "works",
          "harvests",
          "expected_rewards",
          "reconciliations",
          "journal_entries",
          "journal_lines");
  static final String BALANCES =
      """
      select account, asset, b.balance, coalesce(c.amount, 0) + coalesce(l.sum, 0)
      from account_balances b left join carried_forward c using (account, asset)
      left join (select account, asset, sum(amount) from journal_lines group by 1, 2) l
        using (account, asset)
      where b.balance <> coalesce(c.amount, 0) + coalesce(l.sum, 0)
      """;

  @Inject StageFixture fixture;
  @Inject Books books;
  @Inject Db db;

  FarmedBlocks farm;
  Planter ada;
  Planter bob;

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

  void farm(long from, long to, Planter... farmers) {
    for (long block = from; block <= to; block++) {
      farm.block(block);
      for (Planter farmer : farmers) {
        farm.farmed(farmer, block);
      }
    }
  }

  int archiveAll(long before, int span) {
    return QuarkusTransaction.requiringNew()
        .call(() -> (int) fixture.number("select archive_history(?, ?, 1000000)", before, span));
  }
}
