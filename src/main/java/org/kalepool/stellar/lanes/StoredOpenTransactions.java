package org.kalepool.stellar.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;

/** Those of the database, which the node is asked about where it has to be. */
@ApplicationScoped
class StoredOpenTransactions implements OpenTransactions {
  private final TransactionRepository store;
  private final OpenTransactionRepository rows;
  private final TransactionEnvelopeRepository envelopes;
  private final StellarRpc rpc;
  private final Classifiers classifiers;
  private final Settlement settlement;
  private final Clock clock;

  StoredOpenTransactions(
      TransactionRepository store,
      OpenTransactionRepository rows,
      TransactionEnvelopeRepository envelopes,
      StellarRpc rpc,
      Classifiers classifiers,
      Settlement settlement,
      Clock clock) {
    this.store = store;
    this.rows = rows;
    this.envelopes = envelopes;
    this.rpc = rpc;
    this.classifiers = classifiers;
    this.settlement = settlement;
    this.clock = clock;
  }

  @Override
  public List<Waiting> overdue(long before) {
    return rows.overdue(before);
  }

  @Override
  public List<Waiting> queuedBefore(Instant before) {
    return rows.queuedBefore(before);
  }

  @Override
  public List<Open> list() {
    return rows.allOpen().stream().map(this::open).toList();
  }

  @Override
  public List<Fare> fares(long before, int rows) {
    return store.fares(before, rows);
  }

  private Open open(LaneRow row) {
    LaneRow.Built built = row.built();
    LastAnswer last = row.lastAnswer();
    return new Open(
        row.id(),
        row.request(),
        row.state().name(),
        Duration.between(row.createdAt(), clock.instant()),
        row.envelopes(),
        built == null ? null : new Hash(built.hash()),
        last == null ? null : last.said(),
        built == null || built.bid() == null ? null : built.bid().inclusion(),
        built == null || built.bid() == null ? null : built.bid().reason());
  }

  @Override
  public Optional<String> retry(long id) {
    return store.hurry(id).map(Enum::name);
  }

  @Override
  public GivingUp giveUp(long id, String why) {
    Optional<LaneRow> found = rows.open(id);
    if (found.isEmpty()) {
      return GivingUp.NOT_OPEN;
    }
    LaneRow row = found.get();
    LaneRow.Built built = row.built();
    if (built != null) {
      boolean allGone =
          Stream.concat(Stream.of(built), envelopes.replaced(row).stream())
              .allMatch(one -> isGone(row, one));
      if (!allGone) {
        return GivingUp.MAY_STILL_LAND;
      }
    }
    settlement.refuse(row, Cause.GIVEN_UP, why);
    return rows.open(id).isEmpty() ? GivingUp.DONE : GivingUp.MAY_STILL_LAND;
  }

  private boolean isGone(LaneRow row, LaneRow.Built built) {
    Rpc.GetTransactionResponse looked = rpc.getTransaction(built.hash());
    boolean unknown =
        classifiers.current().looked(row.request().call(), looked) instanceof Answer.Unknown;
    return unknown && EnvelopeFates.tooLate(looked, built) && EnvelopeFates.covers(looked, built);
  }
}
