package org.kalepool.stellar.lanes;

import org.jspecify.annotations.Nullable;

/**
 * What was heard last about a transaction that has not ended. What is decided by it is decided by
 * its kind.
 *
 * @param said a status or a result code where the node gave one, a sentence where not: for
 *     operators to read
 */
record LastAnswer(Kind kind, String said) {

  /** What it means. Stored by name: the check in {@code V30__last_answers.sql} lists them. */
  enum Kind {
    /** A node has taken the envelope up, or had it already. */
    TAKEN,
    /** Not now: so said a node, or building it found something missing. */
    LATER,
    /** A node wants a higher bid. */
    BID_TOO_LOW,
    /** The network wants more than the operator allows; nothing was signed. */
    TOO_DEAR,
    /** The sequence number is not the account's next. */
    OUT_OF_SEQUENCE,
    /** A node refuses the envelope; another may be built. */
    REFUSED,
    /** A status or a result that this pool cannot read. */
    UNCLEAR,
    /** No node answered. */
    UNANSWERED;

    /** Whether all it takes is money that was not bid. */
    boolean isForTheFee() {
      return this == BID_TOO_LOW || this == TOO_DEAR;
    }
  }

  /** What a node's answer, or the attempt to build, leaves to be remembered. */
  static LastAnswer of(Answer answer) {
    return switch (answer) {
      case Answer.Taken taken -> new LastAnswer(Kind.TAKEN, taken.status());
      case Answer.TryAgain tryAgain -> new LastAnswer(kind(tryAgain.takes()), tryAgain.why());
      case Answer.Resync resync -> new LastAnswer(Kind.OUT_OF_SEQUENCE, resync.why());
      case Answer.Refused refused -> new LastAnswer(Kind.REFUSED, refused.detail());
      case Answer.Unknown unknown -> new LastAnswer(Kind.UNCLEAR, unknown.why());
      case Answer.Landed _, Answer.Failed _ ->
          throw new IllegalStateException("what is in a ledger has ended");
    };
  }

  private static Kind kind(Answer.Takes takes) {
    return switch (takes) {
      case TIME -> Kind.LATER;
      case A_HIGHER_BID -> Kind.BID_TOO_LOW;
      case A_HIGHER_LIMIT -> Kind.TOO_DEAR;
    };
  }

  /** No node answered. */
  static LastAnswer unanswered(String why) {
    return new LastAnswer(Kind.UNANSWERED, why);
  }

  /** A node answered what this pool cannot read. */
  static LastAnswer unclear(String answer) {
    return new LastAnswer(Kind.UNCLEAR, answer);
  }

  /**
   * What is left of one when its envelope can land no more.
   *
   * @param last null if nothing was ever heard of it
   */
  static LastAnswer expired(@Nullable LastAnswer last) {
    return last == null
        ? unanswered("expired: unanswered")
        : new LastAnswer(last.kind, "expired: " + last.said);
  }
}
