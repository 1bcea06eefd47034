package org.kalepool.harvest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.books.Books;
import org.kalepool.books.Discrepancies;
import org.kalepool.books.PailMissing;
import org.kalepool.harvest.ExpectedRewardRepository.Expected;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Mints;
import org.kalepool.stellar.RpcException;

/**
 * Finds out where a pail went that the books hold open and the chain does not have. It was
 * harvested by somebody else, or before a restore, then stake and reward are in the account beyond
 * what the books say; or it expired; or the books are wrong, which an operator must see.
 */
@ApplicationScoped
class MissingPails {
  private static final Logger LOG = Logger.getLogger(MissingPails.class);

  private final HarvestRepository harvests;
  private final ExpectedRewardRepository expectations;
  private final Harvesting harvesting;
  private final OwnerInterference interference;
  private final Chain chain;
  private final Absences absences;
  private final Mints mints;
  private final Blocks blocks;
  private final Books books;
  private final Discrepancies discrepancies;
  private final Tasks tasks;
  private final Event<PailHarvested> settled;

  MissingPails(
      HarvestRepository harvests,
      ExpectedRewardRepository expectations,
      Harvesting harvesting,
      OwnerInterference interference,
      Chain chain,
      Absences absences,
      Mints mints,
      Blocks blocks,
      Books books,
      Discrepancies discrepancies,
      Tasks tasks,
      Event<PailHarvested> settled) {
    this.harvests = harvests;
    this.expectations = expectations;
    this.harvesting = harvesting;
    this.interference = interference;
    this.chain = chain;
    this.absences = absences;
    this.mints = mints;
    this.blocks = blocks;
    this.books = books;
    this.discrepancies = discrepancies;
    this.tasks = tasks;
    this.settled = settled;
  }

  /** Settling a pail twice is refused by the database, so this may run beside the sweep. */
  void missing(@Observes PailMissing event) {
    String key = "harvest missing " + event.farmer() + " " + event.block();
    tasks.submit(key, () -> look(event.farmer(), event.block()));
  }

  private void look(UUID farmer, long block) {
    try {
      long ttl = chain.terms().minTemporaryTtl();
      blocks
          .current()
          .flatMap(now -> harvests.open(farmer, block, now.index()))
          .ifPresent(pail -> resolve(pail, ttl));
    } catch (RpcException e) {
      LOG.warnf(
          "a missing pail is not accounted for, the network cannot be read: %s", e.getMessage());
    }
  }

  /**
   * @param ttl ledgers a temporary entry lives
   */
  void resolve(OpenPail pail, long ttl) {
    if (harvests.isBusy(pail)) {
      return;
    }
    Optional<StoredBlock> block = chain.block(pail.block());
    FarmerOnChain on = chain.farmer(pail.custodial(), List.of(pail.block()));
    boolean stale = on.ledger() < Math.max(pail.closedLedger(), pail.settledLedger());
    boolean certain = absences.isCertainOfPail(on, pail.block());
    if (stale || !certain || on.pails().containsKey(pail.block())) {
      return;
    }
    long surplus = surplus(pail, on);
    boolean expired = on.ledger() > pail.plantedLedger() + ttl - 1;
    boolean paid = surplus > 0 && surplus >= pail.stake().stroops();
    // a deposit may be as large as stake and reward: what the node remembers comes first
    if (expired && (!paid || nobodyHarvested(pail, on.ledger()))) {
      HarvestDecision.Lost loss =
          interference.neverClosed(pail, pail.plantedLedger() + ttl - 1)
              ? new HarvestDecision.Lost(
                  Cause.PAIL_MISSING, "the farm was paused until the pail expired", false)
              : new HarvestDecision.Lost(
                  Cause.PAIL_MISSING, "the pail expired before the harvest", true);
      tell(pail, harvesting.lost(pail, loss, on.ledger()));
      return;
    }
    Kale reward =
        expectations
            .expected(pail.farmer(), pail.block())
            .map(Expected::reward)
            .or(() -> block.map(b -> reward(b, pail)))
            .orElse(null);
    if (reward != null && surplus >= pail.stake().plus(reward).stroops()) {
      tell(pail, harvesting.found(pail, reward, on.ledger()));
      return;
    }
    // a restore may have taken the work out of the books, and the node may have forgotten it
    Kale beyondStake = Kale.ofStroops(surplus - pail.stake().stroops());
    if (paid
        && block.filter(b -> HarvestPlanner.couldEarn(b.block(), pail, beyondStake)).isPresent()) {
      tell(pail, harvesting.found(pail, beyondStake, on.ledger()));
      return;
    }
    discrepancies.found(
        pail.farmer(), pail.block(), on.ledger(), "pails", pail.stake().stroops(), 0);
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
  private boolean nobodyHarvested(OpenPail pail, long ledger) {
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

  private void tell(OpenPail pail, boolean done) {
    if (done) {
      settled.fire(new PailHarvested(pail.farmer(), pail.block()));
    }
  }

  /** KALE in the account that the books cannot explain, stroops. */
  private long surplus(OpenPail pail, FarmerOnChain on) {
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
