package org.kalepool.work;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Gatherers;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;
import org.kalepool.kale.GameRules;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** Sends works by transactions of this process: on the farmers' own lanes. */
@Singleton
final class LaneWorks implements WorkSender {
  /** So many requests share a database transaction. */
  private static final int CHUNK = 50;

  private final WorkSettings settings;
  private final WorkRequestRepository requests;
  private final Transactions transactions;
  private final Poolers poolers;

  LaneWorks(
      WorkSettings settings,
      WorkRequestRepository requests,
      Transactions transactions,
      Poolers poolers) {
    this.settings = settings;
    this.requests = requests;
    this.transactions = transactions;
    this.poolers = poolers;
  }

  /** The farmer's own account; the pooler's wallet where that could not pay. */
  @Override
  public Address lane(PlantedFarmer farmer) {
    return farmer.poor() ? poolers.own().wallet() : farmer.custodial();
  }

  @Override
  public void expect(Map<Address, Instant> lanes) {
    transactions.expectWorks(lanes);
  }

  @Override
  public void send(List<DueWork> works, Current current) {
    for (List<DueWork> chunk : works.stream().gather(Gatherers.windowFixed(CHUNK)).toList()) {
      QuarkusTransaction.requiringNew().run(() -> chunk.forEach(work -> request(work, current)));
    }
  }

  private void request(DueWork work, Current current) {
    PlantedFarmer farmer = work.farmer();
    Find find = work.find();
    long due = current.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                lane(farmer),
                Action.WORK,
                farmer.farmer(),
                current.index(),
                new Call.Work(farmer.custodial(), find.hash(), find.nonce()),
                Math.max(due, current.closeTime()) + settings.validityAfterDue()));
    if (id.isPresent()) {
      requests.requested(
          id.getAsLong(),
          farmer.farmer(),
          current.index(),
          work.kind(),
          find.zeros(),
          current.ledger());
    }
  }
}
