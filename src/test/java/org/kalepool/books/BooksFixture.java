package org.kalepool.books;

import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;

/** An active farmer, and books in which nothing stands yet. */
abstract class BooksFixture {
  @Inject Books books;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeNetwork network;
  @Inject StageFixture fixture;
  @Inject Db db;

  Planter farmer;

  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    transactions.clear();
    farmer = fixture.active(50, 1, "100", "10");
  }

  static Kale kale(String amount) {
    return Kale.parse(amount);
  }
}
