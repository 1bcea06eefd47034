package org.kalepool.stellar.lanes;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.TransactionRequest;

/** What is read of a transaction to go on with it. */
@RegisterForReflection
record StoredTransaction(
    long id,
    Address lane,
    Action action,
    UUID farmer,
    @Nullable Long block,
    String call,
    @Nullable Long notAfter,
    int attempts,
    int envelopes,
    LastAnswer.@Nullable Kind lastAnswerKind,
    @Nullable String lastAnswer,
    Instant createdAt,
    TransactionState state,
    @Nullable String envelope,
    @Nullable Hash hash,
    @Nullable Hash innerHash,
    @Nullable Long sequence,
    @Nullable Long maxTime,
    @Nullable Long builtLedger,
    @Nullable Long sentLedger,
    @Nullable Long inclusionBid,
    @Nullable String bidReason) {

  /** What it calls; of a {@link Call.Many} the deeds are read apart. */
  Call parsed() {
    return CallJson.read(call);
  }

  /**
   * With its envelope, unless it is only queued; empty if the deeds are others than its items.
   *
   * @param all what it calls
   * @param deeds a batch's
   */
  Optional<LaneRow> row(Call all, List<DeedRepository.Kept> deeds) {
    return all instanceof Call.Many many && deeds.size() != many.items().size()
        ? Optional.empty()
        : Optional.of(row(request(all, deeds)));
  }

  private LaneRow row(TransactionRequest request) {
    return new LaneRow(
        id,
        request,
        attempts,
        envelopes,
        lastAnswerKind == null || lastAnswer == null
            ? null
            : new LastAnswer(lastAnswerKind, lastAnswer),
        createdAt,
        state == TransactionState.QUEUED ? null : built());
  }

  private TransactionRequest request(Call all, List<DeedRepository.Kept> kept) {
    if (!(all instanceof Call.Many many)) {
      return new TransactionRequest(lane, action, farmer, block, all, notAfter);
    }
    List<Deed> deeds = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      DeedRepository.Kept deed = kept.get(i);
      deeds.add(new Deed(deed.action(), deed.farmer(), deed.block(), many.items().get(i)));
    }
    return new TransactionRequest(lane, deeds, all, notAfter);
  }

  private LaneRow.Built built() {
    if (envelope == null
        || hash == null
        || sequence == null
        || maxTime == null
        || builtLedger == null) {
      throw new IllegalStateException("transaction " + id + " is built and has no envelope");
    }
    return new LaneRow.Built(
        envelope,
        hash.hex(),
        innerHash == null ? null : innerHash.hex(),
        sequence,
        maxTime,
        builtLedger,
        sentLedger,
        inclusionBid == null || bidReason == null ? null : new Bids.Bid(inclusionBid, bidReason));
  }
}
