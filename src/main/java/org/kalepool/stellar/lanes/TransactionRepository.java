package org.kalepool.stellar.lanes;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.EndedTransactions;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.xdr.Envelope;

/** The table {@code transactions}. */
@Singleton
class TransactionRepository
    implements PanacheRepositoryBase<TransactionEntity, Long>, EndedTransactions {
  private static final String REFUSED =
      "select t.id, t.lane, a.action, a.farmerId, a.blockIndex, t.call, t.notAfterTime, t.attempts,"
          + " 1, t.lastAnswerKind, t.lastAnswer, t.createdAt, t.state, e.envelope, e.hash,"
          + " t.innerHash, e.sequence, e.maxTime, t.builtLedger, t.sentLedger,"
          + " e.inclusionBid, e.bidReason"
          + " from TransactionEntity t"
          + " join TransactionActionEntity a on a.id ="
          + " (select min(f.id) from TransactionActionEntity f where f.transactionId = t.id) ";

  private final Clock clock;
  private final DeedRepository deeds;
  private final TransactionEnvelopeRepository envelopes;

  TransactionRepository(
      Clock clock, DeedRepository deeds, TransactionEnvelopeRepository envelopes) {
    this.clock = clock;
    this.deeds = deeds;
    this.envelopes = envelopes;
  }

  /** Inserts a request in the caller's transaction; empty if one like it is still open. */
  OptionalLong insert(TransactionRequest request) {
    TransactionEntity row =
        new TransactionEntity(
            request.lane(), CallJson.write(request.call()), request.notAfter(), clock.instant());
    persistAndFlush(row);
    long id = Objects.requireNonNull(row.id);
    if (!deeds.add(id, request.deeds())) {
      delete("id", id);
      return OptionalLong.empty();
    }
    return OptionalLong.of(id);
  }

  /** How many envelopes may be in the network. */
  int inFlight() {
    return Math.toIntExact(count("state", TransactionState.BUILT));
  }

  /**
   * A refused one for a single deed, with the envelope of this hash; empty if there is none, or it
   * had no such.
   */
  Optional<LaneRow> refused(long id, Hash hash) {
    return getEntityManager()
        .createQuery(
            REFUSED
                + "join TransactionEnvelopeEntity e on e.transactionId = t.id and e.hash = :hash"
                + " where t.id = :id and t.state = REFUSED",
            StoredTransaction.class)
        .setParameter("id", id)
        .setParameter("hash", hash)
        .getResultList()
        .stream()
        .filter(it -> !(it.parsed() instanceof Call.Many))
        .flatMap(it -> it.row(it.parsed(), List.of()).stream())
        .findFirst();
  }

  /** What a refused one was for; empty if there is none. */
  Optional<Action> refusedAction(long id) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select a.action from TransactionEntity t join TransactionActionEntity a"
                    + " on a.transactionId = t.id where t.id = :id and t.state = REFUSED"
                    + " order by a.id limit 1",
                Action.class)
            .setParameter("id", id)
            .getSingleResultOrNull());
  }

  /** Locks an open row until the transaction ends; false if it is in this state no more. */
  boolean lock(long id, TransactionState state) {
    return !getEntityManager()
        .createNamedQuery("Transaction.lock", Long.class)
        .setParameter("id", id)
        .setParameter("state", state.name())
        .getResultList()
        .isEmpty();
  }

  /** The highest sequence number that a settled transaction of this lane has used up. */
  OptionalLong lastUsedSequence(Address lane) {
    Long used =
        getEntityManager()
            .createNamedQuery("Transaction.lastUsedSequence", Long.class)
            .setParameter("lane", lane.text())
            .getSingleResultOrNull();
    return used == null ? OptionalLong.empty() : OptionalLong.of(used);
  }

  /** Stores what will be sent; false, storing nothing, if the row is not QUEUED any more. */
  boolean built(long id, EnvelopeMaker.Ready ready) {
    Envelope envelope = ready.envelope();
    int queued =
        update(
            "state = BUILT, attempts = attempts + 1, sequence = ?1, hash = ?2, innerHash = ?3,"
                + " maxTime = ?4, builtLedger = ?5, sentLedger = null, nextTryAt = null,"
                + " lastAnswerKind = null, lastAnswer = null where id = ?6 and state = QUEUED",
            ready.sequence(),
            envelope.hash(),
            envelope.innerHash(),
            ready.maxTime(),
            ready.ledger(),
            id);
    if (queued == 0) {
      return false;
    }
    envelopes.keep(id, ready);
    return true;
  }

  /**
   * Stores a fee bump of the envelope that is in the network, which may still land; false, storing
   * nothing, if it is another one by now, or has ended.
   */
  boolean bumped(long id, String waiting, EnvelopeMaker.Ready bump) {
    int waited =
        update(
            "hash = ?1, innerHash = ?2, sentLedger = null, nextTryAt = null, lastAnswerKind = null,"
                + " lastAnswer = null where id = ?3 and state = BUILT and hash = ?4",
            bump.envelope().hash(),
            bump.envelope().innerHash(),
            id,
            new Hash(waiting));
    if (waited == 0) {
      return false;
    }
    envelopes.keep(id, bump);
    return true;
  }

  /** Notes what a node answered to sending it. */
  @Transactional
  void answered(long id, LastAnswer answer, @Nullable Long sentLedger, Instant next) {
    update(
        "lastAnswerKind = ?1, lastAnswer = ?2, sentLedger = coalesce(sentLedger, ?3),"
            + " nextTryAt = ?4 where id = ?5 and state in (QUEUED, BUILT)",
        answer.kind(),
        answer.said(),
        sentLedger,
        next,
        id);
  }

  /** Keeps what a node said about one that is in a ledger. */
  @Transactional
  void note(long id, LastAnswer answer) {
    update("lastAnswerKind = ?1, lastAnswer = ?2 where id = ?3", answer.kind(), answer.said(), id);
  }

  /** Has a queued batch do less than it was asked for; the caller holds the row's lock. */
  void narrow(long id, Call call) {
    update("call = ?1 where id = ?2", CallJson.write(call), id);
  }

  /** Has a queued one wait. */
  @Transactional
  void postpone(long id, LastAnswer why, Instant until) {
    update(
        "attempts = attempts + 1, lastAnswerKind = ?1, lastAnswer = ?2, nextTryAt = ?3"
            + " where id = ?4 and state = QUEUED",
        why.kind(),
        why.said(),
        until,
        id);
  }

  /** Ends an open one's wait; its state, empty if there is none. */
  @Transactional
  Optional<TransactionState> hurry(long id) {
    return Optional.ofNullable(
            getEntityManager()
                .createNamedQuery("Transaction.hurry", String.class)
                .setParameter("id", id)
                .getSingleResultOrNull())
        .map(TransactionState::valueOf);
  }

  /** Takes back an envelope that can never land. */
  @Transactional
  void requeue(long id, LastAnswer why, Instant until) {
    update(
        "state = QUEUED, hash = null, innerHash = null, sequence = null, maxTime = null,"
            + " sentLedger = null, lastAnswerKind = ?1, lastAnswer = ?2, nextTryAt = ?3"
            + " where id = ?4 and state = BUILT",
        why.kind(),
        why.said(),
        until,
        id);
  }

  /** Stores the end; the caller holds the row's lock. */
  void settle(
      long id,
      LaneRow.@Nullable Built ended,
      TransactionState state,
      @Nullable Long ledger,
      @Nullable Long closeTime,
      Xlm fee,
      @Nullable Long inclusionCharged,
      @Nullable Cause cause,
      @Nullable String detail) {
    List<@Nullable Object> values =
        new ArrayList<>(
            Arrays.<@Nullable Object>asList(
                state,
                ledger,
                closeTime,
                fee,
                cause,
                detail,
                clock.instant(),
                inclusionCharged,
                id));
    String landed = "";
    if (ended != null) {
      // not always the one sent last
      values.add(new Hash(ended.hash()));
      landed = ended.innerHash() == null ? ", hash = ?10, innerHash = null" : ", hash = ?10";
    }
    update(
        "state = ?1, ledger = ?2, closeTime = ?3, feeCharged = ?4, cause = ?5, detail = ?6,"
            + " settledAt = ?7, nextTryAt = null, inclusionCharged = ?8"
            + landed
            + " where id = ?9",
        values.toArray());
  }

  /** What ended ones bid and were charged, the newest first, those before this id. */
  List<OpenTransactions.Fare> fares(long before, int rows) {
    return getEntityManager()
        .createQuery(
            "select t.id, a.action, a.farmerId, a.blockIndex, t.hash, t.ledger, e.inclusionBid,"
                + " t.inclusionCharged, t.feeCharged, e.bidReason, t.cause"
                + " from TransactionEntity t"
                + " join TransactionEnvelopeEntity e on e.transactionId = t.id and e.hash = t.hash"
                + " join TransactionActionEntity a on a.id ="
                + " (select min(f.id) from TransactionActionEntity f where f.transactionId = t.id)"
                + " where t.state in (LANDED, FAILED) and t.id < :before order by t.id desc",
            OpenTransactions.Fare.class)
        .setParameter("before", before)
        .setMaxResults(rows)
        .getResultList();
  }

  @Override
  public Failures failures(UUID farmer, Action action) {
    return getEntityManager()
        .createQuery(
            "select count(*), max(t.settledAt) from TransactionActionEntity a"
                + " join TransactionEntity t on t.id = a.transactionId"
                + " where a.farmerId = :farmer and a.action = :action"
                + " and t.state in (FAILED, REFUSED)",
            EndedTransactions.Failures.class)
        .setParameter("farmer", farmer)
        .setParameter("action", action)
        .getSingleResult();
  }
}
