package org.kalepool.plant;

import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.books.Books;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.EventLog;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.StageFixture;

/** Farmers on a farm that a test drives ledger by ledger. */
abstract class PlantFixture {
  @Inject Books books;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeNetwork network;
  @Inject EventLog log;
  @Inject StageFixture fixture;

  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    transactions.clear();
    log.clear();
  }

  List<TransactionRequest> plants() {
    return transactions.open().stream().filter(r -> r.action() == Action.PLANT).toList();
  }

  List<String> plantings() {
    return fixture.rows(
        "select block_index, status, stake, cause, debtor from plantings order by id");
  }
}
