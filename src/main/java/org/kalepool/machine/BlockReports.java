package org.kalepool.machine;

import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.machine.BackendContact.Topic;
import org.kalepool.machine.MachinePage.PlantedPail;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.machine.PoolerMessages.HarvestAnswer;
import org.kalepool.machine.PoolerMessages.HarvestOfBlock;
import org.kalepool.machine.PoolerMessages.HarvestRequest;
import org.kalepool.machine.PoolerMessages.ReportAnswer;
import org.kalepool.machine.PoolerMessages.UnharvestedOne;
import org.kalepool.machine.PoolerMessages.WorkReport;
import org.kalepool.machine.PoolerMessages.WorkResult;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.work.Find;

/**
 * What the backend is told of blocks that are over, and the harvests that are then asked for. A
 * block is reported once its pails have been read, however late that is.
 */
final class BlockReports {
  /** So many farmers go into one request. */
  static final int CHUNK = 100;

  /** Errors of a harvest that is only not there yet. */
  private static final Set<String> LATER = Set.of("pending", "harvest_not_ready");

  /** So many blocks long a harvest is asked for again; the backend sweeps by itself. */
  private static final long HARVEST_TRIES = 12;

  private final UUID pooler;
  private final Chain chain;
  private final PoolerBackend backend;
  private final BackendContact contact;
  private final MachineBook book;
  private final Optional<ChannelBook> own;
  private final Clock clock;
  private final Consumer<String> log;
  private final Map<Long, Map<UUID, Pail>> lastRead = new HashMap<>();
  private final NavigableMap<Long, Set<UUID>> ready = new TreeMap<>();
  private long harvestedIn = -1;

  BlockReports(
      UUID pooler,
      Chain chain,
      PoolerBackend backend,
      BackendContact contact,
      MachineBook book,
      Optional<ChannelBook> own,
      Clock clock,
      Consumer<String> log) {
    this.pooler = pooler;
    this.chain = chain;
    this.backend = backend;
    this.contact = contact;
    this.book = book;
    this.own = own;
    this.clock = clock;
    this.log = log;
  }

  /** How a block's pails were when they were last read: one that is harvested is there no more. */
  synchronized void remember(long block, Map<UUID, Pail> pails) {
    lastRead.put(block, pails);
  }

  private synchronized Map<UUID, Pail> remembered(long block) {
    return lastRead.getOrDefault(block, Map.of());
  }

  /** Reports what is over and has not been reported, the oldest first. */
  void report(long running) {
    for (long block : book.unreported(running)) {
      if (!report(block, running)) {
        return;
      }
    }
  }

  private boolean report(long block, long running) {
    List<PlantedPail> farmers = book.farmers(block);
    Map<Address, StoredPail> pails =
        chain.pails(farmers.stream().map(PlantedPail::custodial).toList(), block);
    List<WorkResult> results = new ArrayList<>();
    for (PlantedPail farmer : farmers) {
      StoredPail stored = pails.get(farmer.custodial());
      Pail pail = stored == null ? remembered(block).get(farmer.farmer()) : stored.pail();
      results.add(result(block, farmer, pail, stored == null));
    }
    for (List<WorkResult> chunk : results.stream().gather(Gatherers.windowFixed(CHUNK)).toList()) {
      WorkReport report = new WorkReport(block, pooler, chunk, clock.instant().toString());
      Optional<ReportAnswer> answer = contact.ask(Topic.REPORT, () -> backend.report(report));
      if (answer.isEmpty()) {
        return false;
      }
      answer
          .map(ReportAnswer::readyForHarvest)
          .ifPresent(ids -> ready.computeIfAbsent(block, it -> new LinkedHashSet<>()).addAll(ids));
    }
    book.reported(block);
    forget(running);
    log.accept(summary(block, results) + paid(block));
    return true;
  }

  private synchronized void forget(long running) {
    lastRead.keySet().removeIf(block -> block < running - 1);
  }

  private WorkResult result(long block, PlantedPail farmer, @Nullable Pail pail, boolean gone) {
    List<SentFind> sent = book.sent(block, farmer.farmer());
    SentFind last = sent.isEmpty() ? null : sent.getLast();
    if (pail != null && pail.worked()) {
      Long zeros = pail.zeros();
      Optional<Find> found =
          Stream.concat(
                  sent.reversed().stream().map(SentFind::find),
                  book
                      .kept(block, List.of(farmer.farmer()))
                      .getOrDefault(farmer.farmer(), List.of())
                      .stream())
              .filter(find -> zeros != null && find.zeros() == zeros)
              .findFirst();
      return found
          .map(find -> success(block, farmer, find, pail.gap()))
          .orElseGet(() -> failed(farmer, "worked_by_others", false));
    }
    if (gone && last != null) {
      // harvested already, which only a worked pail can be
      return success(block, farmer, last.find(), Math.max(1, last.ledger() + 1 - farmer.ledger()));
    }
    return failed(farmer, last == null ? "no_work_sent" : "not_landed", true);
  }

  private WorkResult success(long block, PlantedPail farmer, Find find, @Nullable Long gap) {
    return new WorkResult(
        farmer.farmer(),
        "success",
        new BigInteger(Long.toUnsignedString(find.nonce())),
        find.hash().hex(),
        find.zeros(),
        gap,
        own.flatMap(it -> it.transaction(block, find.hash())).map(Hash::hex).orElse(null),
        null,
        null);
  }

  private static WorkResult failed(PlantedPail farmer, String error, boolean owed) {
    return new WorkResult(farmer.farmer(), "failed", null, null, null, null, null, error, owed);
  }

  private static String summary(long block, List<WorkResult> results) {
    long worked = results.stream().filter(it -> it.status().equals("success")).count();
    double zeros =
        results.stream()
            .filter(it -> it.zeros() != null)
            .mapToInt(it -> it.zeros() == null ? 0 : it.zeros())
            .average()
            .orElse(0);
    double gap =
        results.stream()
            .filter(it -> it.gap() != null)
            .mapToLong(it -> it.gap() == null ? 0 : it.gap())
            .average()
            .orElse(0);
    return String.format(
        Locale.ROOT,
        "block %d: %d of %d farmers worked, %.1f zeros and a gap of %.0f ledgers on average",
        block,
        worked,
        results.size(),
        zeros,
        gap);
  }

  /** What the machine's own sending cost. */
  private String paid(long block) {
    return own.filter(it -> it.charged(block) > 0)
        .map(
            it ->
                "; "
                    + it.charged(block)
                    + " transactions of its own cost "
                    + it.fees(block)
                    + " XLM")
        .orElse("");
  }

  /** Asks for the harvests that the backend has said are ready, once a block. */
  void harvest(long running) {
    if (ready.isEmpty() || harvestedIn == running) {
      return;
    }
    ready.headMap(running - HARVEST_TRIES).clear();
    for (Map.Entry<Long, Set<UUID>> each : List.copyOf(ready.entrySet())) {
      long block = each.getKey();
      for (List<UUID> chunk :
          each.getValue().stream().gather(Gatherers.windowFixed(CHUNK)).toList()) {
        HarvestRequest request =
            new HarvestRequest(pooler, List.of(new HarvestOfBlock(block, chunk)), 0);
        Optional<HarvestAnswer> answer = contact.ask(Topic.HARVEST, () -> backend.harvest(request));
        if (answer.isEmpty()) {
          return;
        }
        harvested(block, answer.get());
      }
    }
    harvestedIn = running;
  }

  /** Who is harvested, or cannot be, is asked for no more; who is on the way, in the next block. */
  private void harvested(long block, HarvestAnswer answer) {
    Set<UUID> open = ready.getOrDefault(block, new LinkedHashSet<>());
    if (answer.harvestResults() != null) {
      answer.harvestResults().forEach(it -> open.remove(it.farmerId()));
    }
    if (answer.failedHarvests() != null) {
      answer.failedHarvests().stream()
          .filter(it -> it.error() != null && !LATER.contains(it.error()))
          .map(UnharvestedOne::farmerId)
          .forEach(open::remove);
    }
    if (open.isEmpty()) {
      ready.remove(block);
    }
  }

  /** Blocks whose end the backend has not been told. */
  int open(long running) {
    return book.unreported(running).size();
  }
}
