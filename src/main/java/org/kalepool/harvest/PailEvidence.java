package org.kalepool.harvest;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.harvest.ExpectedRewardRepository.Expected;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Mints;

/** What tells where a pail went that is not on the chain any more. */
@Singleton
final class PailEvidence {
  private final HarvestRepository harvests;
  private final ExpectedRewardRepository expectations;
  private final Mints mints;
  private final Books books;

  PailEvidence(
      HarvestRepository harvests, ExpectedRewardRepository expectations, Mints mints, Books books) {
    this.harvests = harvests;
    this.expectations = expectations;
    this.mints = mints;
    this.books = books;
  }

  /**
   * Whether no mint since the plant can be this pail's: each is booked as another's, or does not
   * declare this one. Then what is in the account beyond the books is a deposit, however large. The
   * bookings of older pails may be in the archive already, so that what was declared decides.
   *
   * @return false also where the node does not remember
   * @throws RpcException if the node's events are older than the reading: what they lack says
   *     nothing
   */
  boolean nobodyHarvested(OpenPail pail, long ledger) {
    return mints
        .minted(pail.custodial(), pail.plantedLedger(), ledger)
        .filter(all -> all.stream().allMatch(mint -> isOfOthers(mint, pail)))
        .isPresent();
  }

  private boolean isOfOthers(Mints.Mint mint, OpenPail pail) {
    return harvests.knows(pail.farmer(), mint.transaction())
        || mints
            .pails(mint, pail.custodial())
            .filter(declared -> !declared.contains(pail.block()))
            .isPresent();
  }

  /** What a harvest by anybody must have brought: as was expected, or by the pool's best work. */
  Optional<Kale> reward(OpenPail pail, Optional<StoredBlock> block) {
    return expectations
        .expected(pail.farmer(), pail.block())
        .map(Expected::reward)
        .or(() -> block.map(b -> reward(b, pail)));
  }

  /** KALE in the account that the books cannot explain, stroops. */
  long surplus(OpenPail pail, FarmerOnChain on) {
    Holdings held = on.holdings();
    Kale balance = held == null || held.kale() == null ? Kale.ZERO : held.kale();
    return balance.minus(books.position(pail.farmer()).custody()).stroops();
  }

  /** By the best work the pool knows of. */
  private static @Nullable Kale reward(StoredBlock block, OpenPail pail) {
    Long gap = pail.workedGap();
    Long zeros = pail.workedZeros();
    if (gap == null || zeros == null || !block.block().scorable()) {
      return null;
    }
    BigInteger stake = BigInteger.valueOf(pail.stake().stroops());
    Pail worked = new Pail(pail.plantedLedger(), gap, stake, zeros);
    return HarvestPlanner.reward(block.block(), worked, pail.block());
  }
}
