package org.kalepool.machine;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks.Current;
import org.kalepool.machine.BackendContact.Topic;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.machine.PoolerMessages.OfferedWork;
import org.kalepool.machine.PoolerMessages.WorkOffer;
import org.kalepool.machine.PoolerMessages.WorksAnswer;
import org.kalepool.machine.PoolerMessages.WorksRequest;
import org.kalepool.machine.WorkOutbox.Waiting;

/** Hands works over to the backend. */
final class BackendWorks {
  private static final Logger LOG = Logger.getLogger(BackendWorks.class);

  private final UUID pooler;
  private final PoolerBackend backend;
  private final BackendContact contact;
  private final MachineBook book;
  private final WorkOutbox outbox;
  private final Consumer<String> log;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  BackendWorks(
      UUID pooler,
      PoolerBackend backend,
      BackendContact contact,
      MachineBook book,
      WorkOutbox outbox,
      Consumer<String> log) {
    this.pooler = pooler;
    this.backend = backend;
    this.contact = contact;
    this.book = book;
    this.outbox = outbox;
    this.log = log;
  }

  /** Hands the works over that wait. */
  void works(Current current) {
    List<Waiting> waiting = outbox.waiting(current.index());
    for (List<Waiting> chunk :
        waiting.stream().gather(Gatherers.windowFixed(BlockReports.CHUNK)).toList()) {
      WorksRequest request =
          new WorksRequest(
              current.index(), pooler, chunk.stream().map(BackendWorks::offer).toList());
      Optional<WorksAnswer> answer = contact.ask(Topic.WORK, () -> backend.works(request));
      if (answer.isEmpty()) {
        return;
      }
      List<OfferedWork> said = answer.get().works();
      answered(current.index(), chunk, said == null ? List.of() : said);
    }
  }

  private static WorkOffer offer(Waiting work) {
    return new WorkOffer(
        work.farmer(),
        new BigInteger(Long.toUnsignedString(work.find().nonce())),
        work.find().hash().hex());
  }

  private void answered(long block, List<Waiting> chunk, List<OfferedWork> answers) {
    Map<UUID, OfferedWork> byFarmer = new HashMap<>();
    answers.forEach(it -> byFarmer.put(it.farmerId(), it));
    int queued = 0;
    for (Waiting work : chunk) {
      OfferedWork answer = byFarmer.get(work.farmer());
      if (answer == null) {
        continue; // offered again
      }
      if (answer.status().equals("queued")) {
        book.sent(block, work.farmer(), new SentFind(work.find(), work.ledger()));
        taken.incrementAndGet();
        queued++;
      } else {
        refused.incrementAndGet();
        LOG.warnf(
            "the backend does not send a work of %d zeros of farmer %s in block %d: %s (%s)",
            work.find().zeros(), work.farmer(), block, answer.message(), answer.error());
      }
      outbox.answered(block, work);
    }
    if (queued > 0) {
      log.accept("block " + block + ": " + queued + " works handed over");
    }
  }

  /** Works that the backend took, since the start. */
  long taken() {
    return taken.get();
  }

  /** Works that it refused. */
  long refused() {
    return refused.get();
  }
}
