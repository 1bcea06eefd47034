package org.kalepool.stellar.lanes;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Action;
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

  /** With its envelope, unless it is only queued. */
  LaneRow row() {
    return new LaneRow(
        id,
        new TransactionRequest(lane, action, farmer, block, CallJson.read(call), notAfter),
        attempts,
        envelopes,
        lastAnswerKind == null || lastAnswer == null
            ? null
            : new LastAnswer(lastAnswerKind, lastAnswer),
        createdAt,
        state == TransactionState.QUEUED ? null : built());
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
