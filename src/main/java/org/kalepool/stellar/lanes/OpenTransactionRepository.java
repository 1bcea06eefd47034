package org.kalepool.stellar.lanes;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.OpenTransactions;

/** The view {@code open_transactions}, with the deeds of {@link DeedRepository}. */
@Singleton
class OpenTransactionRepository implements PanacheRepositoryBase<OpenTransactionEntity, Long> {
  private static final String OPEN =
      "select t.id, t.lane, t.action, t.farmerId, t.blockIndex, t.call, t.notAfterTime, t.attempts,"
          + " t.envelopes, t.lastAnswerKind, t.lastAnswer, t.createdAt, t.state, t.envelope,"
          + " t.hash, t.innerHash, t.sequence, t.maxTime, t.builtLedger, t.sentLedger,"
          + " t.inclusionBid, t.bidReason from OpenTransactionEntity t ";

  private final Clock clock;
  private final DeedRepository deeds;

  OpenTransactionRepository(Clock clock, DeedRepository deeds) {
    this.clock = clock;
    this.deeds = deeds;
  }

  private TypedQuery<StoredTransaction> open(String where) {
    return getEntityManager().createQuery(OPEN + where, StoredTransaction.class);
  }

  private Optional<LaneRow> one(TypedQuery<StoredTransaction> query) {
    return all(query).stream().findFirst();
  }

  /** With what it calls, which is read once. */
  private record Parsed(StoredTransaction stored, Call call) {}

  /**
   * Without those of whose deeds some end between the two readings: who ends them goes on with
   * them, and they are found again.
   */
  private List<LaneRow> all(TypedQuery<StoredTransaction> query) {
    List<Parsed> found =
        query.getResultList().stream().map(it -> new Parsed(it, it.parsed())).toList();
    Map<Long, List<DeedRepository.Kept>> kept =
        deeds.of(
            found.stream()
                .filter(it -> it.call() instanceof Call.Many)
                .map(it -> it.stored().id())
                .toList());
    return found.stream()
        .flatMap(
            it ->
                it.stored().row(it.call(), kept.getOrDefault(it.stored().id(), List.of())).stream())
        .toList();
  }

  Optional<LaneRow> open(UUID farmer, @Nullable Long block, Action action) {
    return one(
        open("where t.id = (select a.transactionId from TransactionActionEntity a where a.live"
                + " and a.farmerId = :farmer and coalesce(a.blockIndex, -1) = :block"
                + " and a.action = :action)")
            .setParameter("farmer", farmer)
            .setParameter("block", block == null ? -1L : block)
            .setParameter("action", action));
  }

  boolean busy(Address lane) {
    return getEntityManager()
            .createQuery(
                "select count(*) from OpenTransactionEntity where lane = :lane", Long.class)
            .setParameter("lane", lane)
            .getSingleResult()
        > 0;
  }

  /** An open one of a lane. */
  @RegisterForReflection
  record Open(long id, TransactionState state) {}

  List<Open> open(Address lane) {
    return getEntityManager()
        .createQuery("select id, state from OpenTransactionEntity where lane = :lane", Open.class)
        .setParameter("lane", lane)
        .getResultList();
  }

  /** For every lane with anything open the row whose turn it is, unless it has to wait. */
  List<LaneRow> heads() {
    return all(
        open("where t.id in (select first_value(o.id) over (partition by o.lane order by o.turn,"
                + " o.blockIndex, o.id) from OpenTransactionEntity o where o.nextTryAt is null"
                + " or o.nextTryAt <= :now or o.state = BUILT)"
                + " and (t.nextTryAt is null or t.nextTryAt <= :now) order by t.id")
            .setParameter("now", clock.instant()));
  }

  /**
   * The row whose turn it is on this lane: the one in flight, or of those that need not wait the
   * one that loses most by waiting: of harvests that of the oldest block, whose pail expires first.
   */
  Optional<LaneRow> head(Address lane) {
    return one(
        open("where t.lane = :lane and (t.nextTryAt is null or t.nextTryAt <= :now"
                + " or t.state = BUILT) order by t.turn, t.blockIndex, t.id limit 1")
            .setParameter("lane", lane)
            .setParameter("now", clock.instant()));
  }

  Optional<LaneRow> open(long id) {
    return one(open("where t.id = :id").setParameter("id", id));
  }

  List<LaneRow> allOpen() {
    return all(open("order by t.id"));
  }

  List<OpenTransactions.Waiting> overdue(long before) {
    return waiting("t.state = BUILT and t.maxTime < :before", before);
  }

  List<OpenTransactions.Waiting> queuedBefore(Instant before) {
    return waiting("t.state = QUEUED and t.createdAt < :before", before);
  }

  private List<OpenTransactions.Waiting> waiting(String where, Object before) {
    return getEntityManager()
        .createQuery(
            "select t.id, t.action, t.farmerId, t.blockIndex, t.createdAt, t.maxTime, t.attempts,"
                + " t.lastAnswer from OpenTransactionEntity t where "
                + where
                + " order by t.id",
            OpenTransactions.Waiting.class)
        .setParameter("before", before)
        .getResultList();
  }
}
