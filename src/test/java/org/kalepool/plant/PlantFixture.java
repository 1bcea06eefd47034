package org.kalepool.plant;

import java.util.List;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.StagesFixture;

/** Farmers on a farm that a test drives ledger by ledger. */
abstract class PlantFixture extends StagesFixture {

  List<TransactionRequest> plants() {
    return transactions.open().stream().filter(r -> r.action() == Action.PLANT).toList();
  }

  List<String> plantings() {
    return fixture.rows(
        "select block_index, status, stake, cause, debtor from plantings order by id");
  }
}
