package org.kalepool.books;

import jakarta.inject.Inject;
import java.util.List;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;

/** Farmers whose books are compared with a chain that a test moves ledger by ledger. */
abstract class ReconcilerFixture extends StagesFixture {
  @Inject Statements statements;

  List<String> differences() {
    return fixture.rows(
        "select what, books, chain, difference from reconciliations where difference <> 0"
            + " order by id");
  }

  void work(Planter farmer, long index) {
    Hash entropy = chain.block(index).orElseThrow().block().entropy();
    Hash hash = WorkHash.of(index, 1, entropy, farmer.custodial());
    long gap = chain.contract().work(chain.now(), farmer.custodial(), hash, 1);
    fixture.worked(farmer, index, hash, gap);
  }

  void nextLedger() {
    chain.close(1);
    fixture.step();
  }
}
