package org.kalepool.stellar;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/** What an operator sees of the lanes, and what can be done about them by hand. */
@ApplicationScoped
public class OpenTransactions {
  private final TransactionRepository store;
  private final StellarRpc rpc;
  private final Classifiers classifiers;
  private final Settlement settlement;
  private final Clock clock;

  OpenTransactions(
      TransactionRepository store,
      StellarRpc rpc,
      Classifiers classifiers,
      Settlement settlement,
      Clock clock) {
    this.store = store;
    this.rpc = rpc;
    this.classifiers = classifiers;
    this.settlement = settlement;
    this.clock = clock;
  }

  /**
   * One that has not ended.
   *
   * @param state QUEUED (nothing sent) or BUILT (may be in the network)
   * @param age since it was asked for
   * @param envelopes how many envelopes it has had
   * @param hash of the envelope that may be in the network, null if none
   * @param lastAnswer what was heard last, null if nothing
   */
  public record Open(
      long id,
      TransactionRequest request,
      String state,
      Duration age,
      int envelopes,
      @Nullable Hash hash,
      @Nullable String lastAnswer) {}

  /** What came of giving one up. */
  public enum GivingUp {
    /** It has ended as REFUSED with {@link Cause#GIVEN_UP}. */
    DONE,
    /** It may be in the network: wait until its time is over. */
    MAY_STILL_LAND,
    /** It has ended, or never was. */
    NOT_OPEN
  }

  /**
   * One that waits.
   *
   * @param maxTime Unix seconds, after which what is in the network can land no more; null while it
   *     is queued
   */
  @RegisterForReflection
  public record Waiting(
      long id,
      Action action,
      UUID farmer,
      @Nullable Long block,
      Instant createdAt,
      @Nullable Long maxTime,
      int attempts,
      @Nullable String lastAnswer) {}

  /** Those whose time in the network ended before this, Unix seconds. */
  public List<Waiting> overdue(long before) {
    return store.overdue(before);
  }

  /** Those that were asked for before this, and of which nothing is in the network. */
  public List<Waiting> queuedBefore(Instant before) {
    return store.queuedBefore(before);
  }

  /** All that have not ended, oldest first. */
  public List<Open> list() {
    return store.allOpen().stream().map(this::open).toList();
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
        last == null ? null : last.said());
  }

  /**
   * Has one that waits take its next step with the next look at the lanes, whatever pause it was to
   * keep.
   *
   * @return its state; empty if it has ended, or never was
   */
  public Optional<String> retry(long id) {
    return store.hurry(id).map(Enum::name);
  }

  /**
   * Ends one that is not in the network and never can be.
   *
   * @throws RpcException if the node has to be asked and cannot be
   */
  public GivingUp giveUp(long id, String why) {
    Optional<LaneRow> found = store.open(id);
    if (found.isEmpty()) {
      return GivingUp.NOT_OPEN;
    }
    LaneRow row = found.get();
    LaneRow.Built built = row.built();
    if (built != null) {
      Rpc.Looked looked = rpc.getTransaction(built.hash());
      boolean unknown =
          classifiers.current().looked(row.request().call(), looked) instanceof Answer.Unknown;
      if (!unknown || !LaneFollower.tooLate(looked, built) || !LaneFollower.covers(looked, built)) {
        return GivingUp.MAY_STILL_LAND;
      }
    }
    settlement.refuse(row, Cause.GIVEN_UP, why);
    return store.open(id).isEmpty() ? GivingUp.DONE : GivingUp.MAY_STILL_LAND;
  }
}
