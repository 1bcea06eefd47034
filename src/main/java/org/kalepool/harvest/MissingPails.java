package org.kalepool.harvest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Optional;
import org.kalepool.books.Discrepancies;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.FarmerOnChain;

/**
 * Finds out where a pail went that the books hold open and the chain does not have. It was
 * harvested by somebody else, or before a restore, then stake and reward are in the account beyond
 * what the books say; or it expired; or the books are wrong, which an operator must see.
 */
@ApplicationScoped
class MissingPails {
  private final HarvestRepository harvests;
  private final Harvesting harvesting;
  private final OwnerInterference interference;
  private final Chain chain;
  private final Absences absences;
  private final PailEvidence evidence;
  private final Discrepancies discrepancies;
  private final Event<PailHarvested> settled;

  MissingPails(
      HarvestRepository harvests,
      Harvesting harvesting,
      OwnerInterference interference,
      Chain chain,
      Absences absences,
      PailEvidence evidence,
      Discrepancies discrepancies,
      Event<PailHarvested> settled) {
    this.harvests = harvests;
    this.harvesting = harvesting;
    this.interference = interference;
    this.chain = chain;
    this.absences = absences;
    this.evidence = evidence;
    this.discrepancies = discrepancies;
    this.settled = settled;
  }

  /**
   * Accounts for a pail that is not on the chain, if it can be told where it went.
   *
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
    long surplus = evidence.surplus(pail, on);
    boolean expired = on.ledger() > pail.plantedLedger() + ttl - 1;
    boolean paid = surplus > 0 && surplus >= pail.stake().stroops();
    // a deposit may be as large as stake and reward: what the node remembers comes first
    if (expired && (!paid || evidence.nobodyHarvested(pail, on.ledger()))) {
      HarvestDecision.Lost loss =
          interference.neverClosed(pail, pail.plantedLedger() + ttl - 1)
              ? new HarvestDecision.Lost(
                  Cause.PAIL_MISSING, "the farm was paused until the pail expired", false)
              : new HarvestDecision.Lost(
                  Cause.PAIL_MISSING, "the pail expired before the harvest", true);
      tell(pail, harvesting.lost(pail, loss, on.ledger()));
      return;
    }
    Kale reward = evidence.reward(pail, block).orElse(null);
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

  private void tell(OpenPail pail, boolean done) {
    if (done) {
      settled.fire(new PailHarvested(pail.farmer(), pail.block()));
    }
  }
}
