package org.kalepool.stellar.lanes;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.kalepool.kale.Hash;

/** The table {@code transaction_envelopes}. */
@Singleton
class TransactionEnvelopeRepository
    implements PanacheRepositoryBase<TransactionEnvelopeEntity, Long> {
  private final Clock clock;

  TransactionEnvelopeRepository(Clock clock) {
    this.clock = clock;
  }

  /** Stores an envelope that is to be sent. */
  void keep(long id, EnvelopeMaker.Ready ready) {
    getEntityManager()
        .createQuery(
            "insert into TransactionEnvelopeEntity"
                + " (transactionId, hash, sequence, envelope, maxTime, at, inclusionBid, bidReason)"
                + " values (:transaction, :hash, :sequence, :envelope, :maxTime, :now, :bid,"
                + " :reason)"
                + " on conflict (hash) do nothing")
        .setParameter("transaction", id)
        .setParameter("hash", ready.envelope().hash())
        .setParameter("sequence", ready.sequence())
        .setParameter("envelope", ready.envelope().base64())
        .setParameter("maxTime", ready.maxTime())
        .setParameter("now", clock.instant())
        .setParameter("bid", ready.bid().inclusion())
        .setParameter("reason", ready.bid().reason())
        .executeUpdate();
  }

  /**
   * What a fee bump in the network has replaced: older envelopes with its sequence number, of which
   * one may land in its place; the newest first.
   */
  List<LaneRow.Built> replaced(LaneRow row) {
    LaneRow.Built built = row.envelope();
    if (built.innerHash() == null) {
      return List.of();
    }
    return getEntityManager()
        .createQuery(
            "from TransactionEnvelopeEntity where transactionId = :id and sequence = :sequence"
                + " and hash <> :hash and envelope is not null order by id desc",
            TransactionEnvelopeEntity.class)
        .setParameter("id", row.id())
        .setParameter("sequence", built.sequence())
        .setParameter("hash", new Hash(built.hash()))
        .getResultList()
        .stream()
        .map(it -> it.built(built))
        .toList();
  }

  /** Whether one of them, open or ended, ever had an envelope with this hash. */
  boolean knows(Hash hash) {
    return getEntityManager()
            .createQuery(
                "select count(*) from TransactionEnvelopeEntity where hash = :hash", Long.class)
            .setParameter("hash", hash)
            .getSingleResult()
        > 0;
  }
}
