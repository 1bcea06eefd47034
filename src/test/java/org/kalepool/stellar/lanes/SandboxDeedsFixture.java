package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kalepool.kale.Address;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;

/** Transactions that carry several deeds on a whole network. */
abstract class SandboxDeedsFixture extends SandboxLanesFixture {
  long requested(TransactionRequest request) {
    long id = transactions.request(request).orElseThrow();
    ((SteppedTasks) tasks).runAll();
    return id;
  }

  List<TransactionSettled> of(long id) {
    return settled.all().stream().filter(event -> event.id() == id).toList();
  }

  /** How each of a transaction's deeds ended, by the account or vault that it was for. */
  Map<Address, Outcome> ends(long id, int deeds) {
    for (int i = 0; i < 100 && of(id).size() < deeds; i++) {
      step();
    }
    Map<Address, Outcome> ends = new HashMap<>();
    for (TransactionSettled event : of(id)) {
      assertThat(event.request().deeds()).hasSize(1);
      Address whose =
          switch (event.request().call()) {
            case Call.Plant plant -> plant.farmer();
            case Call.Work work -> work.farmer();
            case Call.Harvest harvest -> harvest.farmer();
            case Call.MakeVault making -> making.address();
            case Call.Settle settle -> settle.vault();
            case Call.Stop stop -> stop.vault();
            default -> throw new AssertionError(event.toString());
          };
      assertThat(ends.put(whose, event.outcome())).as("told once").isNull();
    }
    assertThat(ends).hasSize(deeds);
    return ends;
  }
}
