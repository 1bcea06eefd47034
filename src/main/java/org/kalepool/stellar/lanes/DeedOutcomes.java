package org.kalepool.stellar.lanes;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;

/** How each deed of a transaction ended, out of how the transaction did. */
final class DeedOutcomes {
  /**
   * What stops a batch and would have stopped each of its deeds, or leaves open of each whether it
   * was done.
   */
  private static final Set<Cause> OF_EACH =
      EnumSet.of(
          Cause.EXPIRED,
          Cause.BLOCK_CLOSED,
          Cause.FEE_TOO_LOW,
          Cause.GIVEN_UP,
          Cause.BOND_TOO_LOW,
          Cause.SEQUENCE_TAKEN);

  private DeedOutcomes() {}

  /**
   * One outcome for each deed, in their order.
   *
   * @param items what became of a batch that landed, null if nobody can tell: then its deeds count
   *     as failed, and their owners find on the chain what they did
   */
  static List<Outcome> of(
      TransactionRequest request, Outcome whole, @Nullable List<Answer.Item> items) {
    if (!request.isBatch()) {
      return List.of(whole);
    }
    List<Xlm> fees = shares(whole.fee(), request.deeds().size());
    List<Outcome> each = new ArrayList<>();
    for (int i = 0; i < fees.size(); i++) {
      Xlm fee = fees.get(i);
      each.add(
          switch (whole) {
            case Outcome.Landed landed ->
                items == null
                    ? untold(request.deeds().get(i).action(), landed, fee)
                    : landed(landed, fee, items.get(i));
            case Outcome.Failed failed ->
                new Outcome.Failed(
                    failed.transaction(),
                    failed.ledger(),
                    failed.closeTime(),
                    fee,
                    Cause.BATCH_FAILED,
                    failed.cause() + ": " + failed.detail());
            case Outcome.Refused refused when OF_EACH.contains(refused.cause()) -> refused;
            case Outcome.Refused refused ->
                new Outcome.Refused(
                    refused.transaction(),
                    Cause.BATCH_FAILED,
                    refused.cause() + ": " + refused.detail());
          });
    }
    return each;
  }

  /** A plant of which nobody tells may have landed, as after a batch that is lost from sight. */
  private static Outcome untold(Action action, Outcome.Landed whole, Xlm fee) {
    return new Outcome.Failed(
        whole.transaction(),
        whole.ledger(),
        whole.closeTime(),
        fee,
        action == Action.PLANT ? Cause.SEQUENCE_TAKEN : Cause.OTHER,
        "its batch landed, and no node tells what became of it there");
  }

  private static Outcome landed(Outcome.Landed whole, Xlm fee, Answer.Item item) {
    return switch (item) {
      case Answer.Item.Done done ->
          new Outcome.Landed(
              whole.transaction(),
              whole.ledger(),
              whole.closeTime(),
              fee,
              whole.block(),
              null,
              null,
              whole.inclusionCharged(),
              done.rewarded());
      case Answer.Item.Failed failed ->
          new Outcome.Failed(
              whole.transaction(),
              whole.ledger(),
              whole.closeTime(),
              fee,
              failed.cause(),
              failed.detail(),
              whole.inclusionCharged());
    };
  }

  /** A fee in parts that differ by a stroop at most and add up to it, the first ones larger. */
  static List<Xlm> shares(Xlm fee, int parts) {
    long each = fee.stroops() / parts;
    long over = fee.stroops() % parts;
    List<Xlm> shares = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      shares.add(Xlm.ofStroops(each + (i < over ? 1 : 0)));
    }
    return shares;
  }
}
