package org.kalepool.stellar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/**
 * Transactions one by one, for a process that keeps its own record of them: made and signed, sent,
 * and followed to their end. Who uses it holds to this: an envelope is stored before it is sent,
 * and a lane, that is a source account, gets another one only when the last has ended.
 *
 * <p>Each method throws {@link RpcException} if the node cannot be asked, or nothing can be
 * concluded from what it says; asking again later may help.
 */
public interface Envelopes {
  /**
   * A signed transaction.
   *
   * @param base64 as it is sent
   * @param maxTime the close time of the last ledger it may land in, Unix seconds
   * @param ledger the newest one seen when it was made; it can only land in later ones
   * @param replaces what it is a fee bump of, and may land in its place; null if it is none
   */
  record Signed(
      Address lane,
      String base64,
      Hash hash,
      long sequence,
      long maxTime,
      long ledger,
      @Nullable Signed replaces) {

    /** The one that was sent first, by which the network knows all fee bumps of it, too. */
    public Signed first() {
      return replaces == null ? this : replaces.first();
    }

    /** It and all that it replaces, the newest first. */
    public List<Signed> all() {
      List<Signed> all = new ArrayList<>();
      for (Signed each = this; each != null; each = each.replaces) {
        all.add(each);
      }
      return all;
    }
  }

  /**
   * A transaction that is wanted.
   *
   * @param block the block it is about, null if about none
   * @param notAfter network time, Unix seconds, after which it must not land; null for no such time
   */
  record Wanted(Address lane, Call call, @Nullable Long block, @Nullable Long notAfter) {}

  /** What came of making one. */
  sealed interface Made {
    /** To be stored, then sent. */
    record Ready(Signed envelope) implements Made {}

    /** It would be refused, and so would another of the same content. */
    record Refused(Cause cause, String detail) implements Made {}

    /** Not now. */
    record Later(String why) implements Made {}
  }

  /**
   * Reads the lane's account, simulates, bids and signs.
   *
   * @param attempt how many envelopes there were for it: each doubles the bid
   * @param used the highest sequence number that is known to be used on the lane, 0 for none
   * @param ledgers so many it may wait for, and half a minute at least
   */
  Made make(Wanted wanted, int attempt, long used, int ledgers);

  /**
   * Wraps what waits into a fee bump of the same transaction, if that is near the end of its time,
   * allowed and can be paid. It is to be stored before it is sent; either may land, once.
   */
  Optional<Signed> bump(Wanted wanted, Signed waiting);

  /** What came of sending. */
  sealed interface Sent {
    /** It may be in the network. */
    record MayLand(String said) implements Sent {}

    /** It is not and never was; another may be made. */
    record Never(Cause cause, String detail) implements Sent {}

    /** It cannot land any more, as the bid was too low or its sequence number is used. */
    record Anew(String why) implements Sent {}
  }

  /**
   * Sends it; a fee bump that is not taken has what it replaces sent again.
   *
   * @param first whether no process can have sent it before: only then a refusal is final, but that
   *     of a fee bump never is
   */
  Sent send(Signed envelope, Call call, boolean first);

  /** What became of one that may be in the network. */
  sealed interface Fate {
    /**
     * It is in a ledger.
     *
     * @param outcome landed or failed
     */
    record Ended(Outcome outcome) implements Fate {}

    /** It may still land. */
    record Open() implements Fate {}

    /** It is in no ledger and can land no more. */
    record Gone() implements Fate {}

    /** Its sequence number is used, longer ago than the node remembers: read the chain. */
    record Used() implements Fate {}
  }

  /** What became of it, or of what it replaces: the outcome says which one is in the ledger. */
  Fate fate(Signed envelope, Call call);
}
