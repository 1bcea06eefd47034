package org.kalepool.books;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.kalepool.books.FarmerReconciliation.Result;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.stellar.FailuresInARow;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.RpcException;

/** Compares one farmer's whole position with the chain, pails included. */
@Singleton
final class FarmerExamination {
  private final FarmerReconciliation settlement;
  private final Shortages shortages;
  private final VaultTransfers transfers;
  private final ChainReader reader;
  private final Event<PailMissing> pailMissing;

  FarmerExamination(
      FarmerReconciliation settlement,
      Shortages shortages,
      VaultTransfers transfers,
      ChainReader reader,
      Event<PailMissing> pailMissing) {
    this.settlement = settlement;
    this.shortages = shortages;
    this.transfers = transfers;
    this.reader = reader;
    this.pailMissing = pailMissing;
  }

  /**
   * Compares one farmer.
   *
   * @param closed the last block that is over
   * @return empty if nothing could be compared now
   */
  Optional<Result> examine(Standing standing, OptionalLong closed, FailuresInARow failures) {
    Optional<Result> result = Optional.empty();
    try {
      result = examine(standing, closed);
      failures.read();
    } catch (RpcException e) {
      failures.failed(standing.farmer(), e);
    }
    return result;
  }

  private Optional<Result> examine(Standing standing, OptionalLong closed) {
    List<UnseenFeeRepository.Plant> unseen = shortages.plants(standing);
    FarmerOnChain on = reader.read(standing.custodial(), wanted(standing, unseen));
    if (!reader.isCertain(standing, on)) {
      return Optional.empty();
    }
    Optional<Result> result =
        settlement.settle(
            standing,
            on,
            shortages.burned(standing, unseen, on),
            transfers.read(standing, on),
            closed);
    result.ifPresent(
        r -> r.missing().forEach(b -> pailMissing.fire(new PailMissing(standing.farmer(), b))));
    return result;
  }

  /** The pails that are open, and those that may have been planted unseen. */
  private static Collection<Long> wanted(
      Standing standing, List<UnseenFeeRepository.Plant> unseen) {
    Set<Long> blocks = new TreeSet<>(standing.pails().keySet());
    unseen.forEach(plant -> blocks.add(plant.block()));
    return blocks;
  }
}
