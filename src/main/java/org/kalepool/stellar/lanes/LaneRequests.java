package org.kalepool.stellar.lanes;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** Takes in what is asked for, and what is expected, of the lanes. */
@ApplicationScoped
class LaneRequests implements Transactions {
  private final TransactionRepository store;
  private final OpenTransactionRepository open;
  private final Refusals refusals;
  private final Turns turns;
  private final ExpectedOpening opening;
  private final Lanes lanes;
  private final AfterCommit afterCommit;

  LaneRequests(
      TransactionRepository store,
      OpenTransactionRepository open,
      Refusals refusals,
      Turns turns,
      ExpectedOpening opening,
      Lanes lanes,
      AfterCommit afterCommit) {
    this.store = store;
    this.open = open;
    this.refusals = refusals;
    this.turns = turns;
    this.opening = opening;
    this.lanes = lanes;
    this.afterCommit = afterCommit;
  }

  @Override
  public OptionalLong request(TransactionRequest request) {
    if (!refusals.mayAsk(request)) {
      return OptionalLong.empty();
    }
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              OptionalLong id = store.insert(request);
              if (id.isPresent()) {
                afterCommit.run(() -> lanes.submit(request.lane()));
              }
              return id;
            });
  }

  @Override
  public Optional<TransactionRequest> open(UUID farmer, @Nullable Long block, Action action) {
    return open.open(farmer, block, action).map(LaneRow::request);
  }

  @Override
  public boolean busy(Address lane) {
    return open.busy(lane);
  }

  @Override
  public void expectWorks(Map<Address, Instant> lanes) {
    turns.expect(lanes);
  }

  @Override
  public void expectPlants(Set<Address> lanes, long due) {
    turns.expectPlants(lanes, due);
  }

  @Override
  public void expectOpening(long block, long ledger) {
    opening.expect(block, ledger);
  }

  @Override
  public void poke() {
    lanes.poke();
  }
}
