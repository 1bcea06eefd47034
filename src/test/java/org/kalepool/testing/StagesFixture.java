package org.kalepool.testing;

import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.books.Books;

/** A pool whose stages a test moves by hand; each test begins with an empty one. */
public abstract class StagesFixture {
  @Inject protected Books books;
  @Inject protected FakeChain chain;
  @Inject protected FakeContracts contracts;
  @Inject protected FakeTransactions transactions;
  @Inject protected FakeNetwork network;
  @Inject protected EventLog log;
  @Inject protected StageFixture fixture;

  @BeforeEach
  void beginAnew() {
    fixture.clear();
    chain.reset();
    contracts.reset();
    transactions.clear();
    log.clear();
  }
}
