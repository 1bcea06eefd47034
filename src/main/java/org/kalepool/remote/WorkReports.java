package org.kalepool.remote;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.remote.FarmersInBlock.PailRow;
import org.kalepool.remote.ReportAnswer.NotRecorded;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.stellar.RpcException;
import org.kalepool.work.ToldNonces;

/** Keeps what poolers report for their record, and answers with what the chain has. */
@Singleton
final class WorkReports {
  private static final Logger LOG = Logger.getLogger(WorkReports.class);

  private final WorkReportRepository reports;
  private final FarmersInBlock farmers;
  private final ToldNonces nonces;
  private final Chain chain;

  WorkReports(
      WorkReportRepository reports, FarmersInBlock farmers, ToldNonces nonces, Chain chain) {
    this.reports = reports;
    this.farmers = farmers;
    this.nonces = nonces;
    this.chain = chain;
  }

  ReportAnswer take(UUID pooler, ReportRequest request) {
    long block = request.blockIndex();
    Map<UUID, PailRow> pails =
        farmers.pails(pooler, block).stream()
            .collect(Collectors.toMap(PailRow::farmer, Function.identity()));
    // in one order, so that two reports at once do not wait for each other
    List<ReportRequest.Result> known =
        request.workResults().stream()
            .filter(result -> pails.containsKey(result.farmer()))
            .sorted(Comparator.comparing(ReportRequest.Result::farmer))
            .toList();
    QuarkusTransaction.requiringNew()
        .run(() -> known.forEach(result -> reports.say(pooler, block, result)));
    nonces.keep(pooler, block, known.stream().flatMap(result -> told(result).stream()).toList());
    return answer(pooler, request, pails, worked(block, pails));
  }

  private static Optional<ToldNonces.Told> told(ReportRequest.Result result) {
    BigInteger nonce = result.nonce();
    String hash = result.hash();
    return result.succeeded() && nonce != null && hash != null
        ? Optional.of(new ToldNonces.Told(result.farmer(), nonce.longValue(), new Hash(hash)))
        : Optional.empty();
  }

  private ReportAnswer answer(
      UUID pooler, ReportRequest request, Map<UUID, PailRow> pails, Set<UUID> worked) {
    List<NotRecorded> not = new ArrayList<>();
    Set<UUID> recorded = new HashSet<>();
    for (ReportRequest.Result result : request.workResults()) {
      UUID farmer = result.farmer();
      if (!pails.containsKey(farmer)) {
        not.add(new NotRecorded(farmer, "the pooler has no pail of this farmer's in the block"));
      } else if (worked.contains(farmer)) {
        recorded.add(farmer);
      } else if (result.succeeded()) {
        not.add(new NotRecorded(farmer, "no work is on the chain for it yet"));
      }
    }
    List<UUID> ready =
        pails.values().stream()
            .filter(pail -> worked.contains(pail.farmer()) && !pail.settled())
            .map(PailRow::farmer)
            .sorted()
            .toList();
    long unworked =
        pails.values().stream()
            .filter(pail -> !worked.contains(pail.farmer()) && !pail.settled())
            .mapToLong(PailRow::stake)
            .reduce(0, Math::addExact);
    long owed = Math.addExact(unworked, farmers.compensation(pooler, request.blockIndex()));
    return new ReportAnswer(true, recorded.size(), owed, ready, not);
  }

  /** Those that have a work: of whom the pool knows none yet the pails are read. */
  private Set<UUID> worked(long block, Map<UUID, PailRow> pails) {
    Set<UUID> worked =
        pails.values().stream()
            .filter(PailRow::worked)
            .map(PailRow::farmer)
            .collect(Collectors.toCollection(HashSet::new));
    List<PailRow> unknown =
        pails.values().stream().filter(pail -> !pail.worked() && !pail.settled()).toList();
    try {
      unknown.stream()
          .gather(Gatherers.windowFixed(Chain.ACCOUNTS_A_READ))
          .forEach(part -> worked.addAll(read(block, part)));
    } catch (RpcException e) {
      LOG.debugf("a report is answered by what is known: %s", e.getMessage());
    }
    return worked;
  }

  private List<UUID> read(long block, List<PailRow> pails) {
    Map<Address, StoredPail> stored =
        chain.pails(pails.stream().map(pail -> Address.of(pail.custodial())).toList(), block);
    return pails.stream()
        .filter(
            pail -> {
              StoredPail on = stored.get(Address.of(pail.custodial()));
              return on != null && on.pail().worked();
            })
        .map(PailRow::farmer)
        .toList();
  }
}
