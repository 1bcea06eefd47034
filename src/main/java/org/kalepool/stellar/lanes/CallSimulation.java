package org.kalepool.stellar.lanes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Farm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.xdr.SorobanData;

/**
 * What a node's simulation of a call says, and what of its refusals is to be believed.
 *
 * @param newest the newest ledger that was known before
 * @param farm as read with the lane's account
 */
record CallSimulation(
    TransactionRequest request,
    Rpc.SimulateTransactionResponse response,
    Classifier classifier,
    long newest,
    @Nullable Farm farm) {

  /** What it comes to as a whole. */
  Simulated result() {
    return switch (classifier.simulated(request.call(), response)) {
      case Simulated.Ready ready -> ready;
      case Simulated.Stopped stopped -> new Simulated.Stopped(believed(request, stopped.answer()));
    };
  }

  /** What of a batch would fail is not sent with the rest, as it would not be by itself. */
  Optional<EnvelopeMaker.Result> without() {
    if (!(request.call() instanceof Call.Many many)) {
      return Optional.empty();
    }
    Map<Integer, Answer.Refused> left = new TreeMap<>();
    for (Map.Entry<Integer, Answer.Refused> each : classifier.failing(many, response).entrySet()) {
      TransactionRequest alone = request.of(request.deeds().get(each.getKey()));
      switch (believed(alone, each.getValue())) {
        case Answer.Refused refused -> left.put(each.getKey(), refused);
        case Answer later -> {
          return Optional.of(new EnvelopeMaker.Stopped(later));
        }
      }
    }
    return left.isEmpty() ? Optional.empty() : Optional.of(new EnvelopeMaker.Without(left));
  }

  /** A refusal only counts if the node is not behind, and meant the block that was meant. */
  private Answer believed(TransactionRequest of, Answer answer) {
    if (!(answer instanceof Answer.Refused refused)) {
      return answer;
    }
    if (response.latestLedger() < newest && response.latestLedger() > 0) {
      return Answer.TryAgain.later("a node that lags says " + refused.detail());
    }
    Long block = of.block();
    if (block == null || farm == null || of.action() == Action.HARVEST) {
      return answer;
    }
    if (of.call() instanceof Call.Plant plant
        && farm.index() < block
        && dependsOnBlock(plant, refused.cause())) {
      return Answer.TryAgain.later("block " + block + " cannot be opened yet");
    }
    return farm.index() > block ? new Answer.Refused(Cause.BLOCK_CLOSED, refused.detail()) : answer;
  }

  /** A vault's own refusals hold in any block, and none of them keeps the others waiting. */
  private static boolean dependsOnBlock(Call.Plant plant, Cause cause) {
    return plant.farmer().isAccount()
        || cause == Cause.ALREADY_PLANTED
        || cause == Cause.FARM_PAUSED;
  }

  /** Whether plants would go into another block than the one it was asked for. */
  static Optional<Answer> wrongBlock(TransactionRequest request, SorobanData data) {
    Long block = request.block();
    if (request.action() != Action.PLANT || block == null) {
      return Optional.empty();
    }
    List<Long> written = data.writtenBlocks();
    if (written.isEmpty() || written.contains(block)) {
      return Optional.empty();
    }
    return Optional.of(
        written.getFirst() < block
            ? Answer.TryAgain.later("block " + block + " cannot be opened yet")
            : new Answer.Refused(Cause.BLOCK_CLOSED, "block " + written.getFirst() + " is next"));
  }
}
