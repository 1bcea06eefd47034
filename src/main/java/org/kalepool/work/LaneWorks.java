package org.kalepool.work;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Gatherers;
import org.kalepool.batch.Batches;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;
import org.kalepool.kale.GameRules;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.SharedLedgers;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/**
 * Sends works by transactions of this process: on the farmers' own lanes, or several together on a
 * channel.
 */
@Singleton
final class LaneWorks implements WorkSender {
  /** So many requests share a database transaction. */
  private static final int CHUNK = 50;

  private final WorkSettings settings;
  private final WorkRequestRepository requests;
  private final Transactions transactions;
  private final Poolers poolers;
  private final WorksTogether together;
  private final Batches batches;
  private final SharedLedgers ledgers;

  LaneWorks(
      WorkSettings settings,
      WorkRequestRepository requests,
      Transactions transactions,
      Poolers poolers,
      WorksTogether together,
      Batches batches,
      SharedLedgers ledgers) {
    this.settings = settings;
    this.requests = requests;
    this.transactions = transactions;
    this.poolers = poolers;
    this.together = together;
    this.batches = batches;
    this.ledgers = ledgers;
  }

  /** The farmer's own account; the pooler's wallet where that could not pay. */
  @Override
  public Address lane(PlantedFarmer farmer) {
    return farmer.poor() ? poolers.own().wallet() : farmer.custodial();
  }

  /** The same; a vault carries nothing, so where no channel can it is the wallet. */
  private Address carrier(PlantedFarmer farmer) {
    return farmer.custodial().isContract() ? poolers.own().wallet() : lane(farmer);
  }

  @Override
  public boolean together() {
    return batches.possible();
  }

  /** Where vaults alone are worked for: others' works may go by themselves. */
  @Override
  public OptionalInt room(List<PlantedFarmer> farmers) {
    return together() && farmers.stream().allMatch(farmer -> farmer.custodial().isContract())
        ? ledgers.worksTogether()
        : OptionalInt.empty();
  }

  @Override
  public void expect(Map<Address, Instant> lanes) {
    transactions.expectWorks(lanes);
  }

  @Override
  public void send(List<DueWork> works, Current current) {
    List<DueWork> alone = new ArrayList<>(works);
    for (WorksTogether.Part part : together.parts(works, current)) {
      if (QuarkusTransaction.requiringNew().call(() -> request(part, current))) {
        alone.removeAll(part.works());
      }
    }
    if (batches.possible()) {
      // looked at again with the next ledger
      alone.removeIf(WorksTogether::isVaults);
    }
    for (List<DueWork> chunk : alone.stream().gather(Gatherers.windowFixed(CHUNK)).toList()) {
      QuarkusTransaction.requiringNew()
          .run(() -> chunk.forEach(work -> request(work, carrier(work.farmer()), current)));
    }
  }

  /** Asks for works in one transaction; false, asking for none, if one of them is under way. */
  private boolean request(WorksTogether.Part part, Current current) {
    if (part.works().size() == 1) {
      return request(part.works().getFirst(), part.channel(), current);
    }
    List<Deed> deeds =
        part.works().stream()
            .map(work -> new Deed(Action.WORK, work.farmer().farmer(), current.index(), call(work)))
            .toList();
    OptionalLong id = batches.request(part.channel(), deeds, notAfter(current));
    id.ifPresent(asked -> part.works().forEach(work -> requested(asked, work, current)));
    return id.isPresent();
  }

  private boolean request(DueWork work, Address lane, Current current) {
    PlantedFarmer farmer = work.farmer();
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                lane,
                Action.WORK,
                farmer.farmer(),
                current.index(),
                call(work),
                notAfter(current)));
    id.ifPresent(asked -> requested(asked, work, current));
    return id.isPresent();
  }

  private static Call.Work call(DueWork work) {
    Find find = work.find();
    return new Call.Work(work.farmer().custodial(), find.hash(), find.nonce());
  }

  private long notAfter(Current current) {
    long due = current.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    return Math.max(due, current.closeTime()) + settings.validityAfterDue();
  }

  private void requested(long id, DueWork work, Current current) {
    requests.requested(
        id,
        work.farmer().farmer(),
        current.index(),
        work.kind(),
        work.find().zeros(),
        current.ledger());
  }
}
