package org.kalepool.work;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/** Takes works that another pooler has found, to be sent from the farmers' own accounts. */
public interface OfferedWorks {
  /**
   * A work that was found.
   *
   * @param nonce read as unsigned 64-bit
   * @param hash what it is said to hash to
   */
  record Offer(UUID farmer, long nonce, Hash hash) {}

  /**
   * What becomes of an offer.
   *
   * @param refusal null if it is stored, to be sent as soon as nothing of the farmer's is under way
   */
  record Taken(UUID farmer, @Nullable Refusal refusal) {}

  /** Why a work is not sent. The name in lower case is its code and never changes. */
  enum Refusal {
    NOT_PLANTED("The farmer has no pail of this pooler's in this block."),
    BLOCK_CLOSED("The block does not run any more."),
    WRONG_HASH("The nonce does not hash to this for this farmer in this block."),
    NOT_BETTER("A work as good is on the chain, or on its way."),
    TOO_MANY_SENDS("As many works as may be were sent for the farmer in this block."),
    INSUFFICIENT_XLM(
        "The farmer's account cannot pay the fee: send it from an account of the pooler's.");

    private final String message;

    Refusal(String message) {
      this.message = message;
    }

    public String message() {
      return message;
    }
  }

  /**
   * Verifies and stores works.
   *
   * @param pooler whose pails they are for; those of others are as if they were not there
   * @return one answer for each, in their order
   */
  List<Taken> offer(UUID pooler, long block, List<Offer> offers);
}
