package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.books.VaultTransfers.Told;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;

/** Holds one farmer's books against a reading of the chain and books or reports what differs. */
@ApplicationScoped
class FarmerReconciliation {
  private final ReconciliationRepository store;
  private final Books books;
  private final Discrepancies discrepancies;
  private final Shortages shortages;
  private final VaultTransfers transfers;
  private final Chain network;

  FarmerReconciliation(
      ReconciliationRepository store,
      Books books,
      Discrepancies discrepancies,
      Shortages shortages,
      VaultTransfers transfers,
      Chain network) {
    this.store = store;
    this.books = books;
    this.discrepancies = discrepancies;
    this.shortages = shortages;
    this.transfers = transfers;
    this.network = network;
  }

  /**
   * What came of it.
   *
   * @param difference absolute, stroops
   * @param missing pails to be accounted for before anything else can be
   */
  record Result(long difference, List<Long> missing) {}

  /**
   * Compares under a lock. What the books say is read again after the chain was, and holds only if
   * nothing is open and nothing settled is newer than the reading: then books and reading speak of
   * the same state.
   *
   * @param burned blocks whose stakes were seen to be burned though nobody saw the plant land
   * @param told what was paid into a vault and out of it up to the reading, if that was read
   * @param closed the last closed block, to be marked as reconciled; empty to leave that
   * @return empty if the reading does not match a state of the books
   */
  @Transactional
  Optional<Result> settle(
      Standing before,
      FarmerOnChain chain,
      Set<Long> burned,
      Optional<Told> told,
      OptionalLong closed) {
    long block = closed.orElse(Long.MAX_VALUE);
    Standing now = store.locked(before.farmer(), block);
    boolean comparable =
        now.ready()
            && now.settled() <= chain.ledger()
            && now.pails().keySet().equals(before.pails().keySet())
            // an account that is gone then has been paid out: whoever pays out books that
            && !(now.departing() && chain.holdings() == null);
    if (!comparable || (told.isPresent() && !transfers.book(now, told.get()))) {
      return Optional.empty();
    }
    if (told.isPresent()) {
      now = store.find(now.farmer(), block).orElseThrow();
    }
    Comparison comparison = Comparison.of(now, chain);
    long ttl = network.terms().minTemporaryTtl();
    long running = closed.orElse(-1) + 1;
    // What is explained changes the books: they are compared anew with the next look.
    if (shortages.explainsKale(now, chain, burned, comparison.kaleDifference(), ttl, running)) {
      return Optional.empty();
    }
    Result result = apply(comparison, chain, closed);
    if (result.difference() == 0) {
      told.filter(news -> !news.isRemembered())
          .ifPresent(news -> transfers.forgotten(before, news));
    }
    return Optional.of(result);
  }

  private Result apply(Comparison comparison, FarmerOnChain chain, OptionalLong closed) {
    Standing now = comparison.books();
    Long block = closed.isPresent() ? closed.getAsLong() : null;
    long xlm = comparison.xlmDifference();
    if (xlm < 0 && shortages.explainsXlm(now, chain, -xlm)) {
      xlm = 0;
    }
    if (xlm > 0) {
      long ledger = comparison.ledger();
      books.depositedXlm(now.farmer(), Xlm.ofStroops(xlm), ledger, "ledger " + ledger);
      shortages.paidByDeposit(now, chain);
    } else if (xlm < 0) {
      report(comparison, block, "xlm", now.xlm(), comparison.chainXlm());
    }
    long difference = Math.max(-xlm, 0);
    if (!comparison.missing().isEmpty()) {
      // Whoever took the pail may have brought the surplus: neither is judged before the other.
      return new Result(
          Math.addExact(difference, comparison.missingStakes()), comparison.missing());
    }
    long kale = comparison.kaleDifference();
    if (kale > 0) {
      long ledger = comparison.ledger();
      books.deposited(now.farmer(), Kale.ofStroops(kale), ledger, "ledger " + ledger);
    } else if (kale < 0) {
      report(comparison, block, "kale", now.custody(), comparison.chainKale());
    }
    long pails = comparison.pailsDifference();
    if (pails != 0) {
      report(comparison, block, "pails", comparison.booksPails(), comparison.chainPails());
    }
    // a block with XLM missing is not reconciled: nobody may take it for agreement
    if (block != null && !now.done() && xlm >= 0) {
      long onChain = Math.addExact(comparison.chainKale(), comparison.chainPails());
      long shortage = Math.addExact(Math.min(kale, 0), pails);
      store.record(now.farmer(), block, comparison.ledger(), "block", onChain - shortage, onChain);
    }
    return new Result(difference + Math.max(-kale, 0) + Math.abs(pails), List.of());
  }

  private void report(
      Comparison comparison, @Nullable Long block, String what, long books, long chain) {
    discrepancies.found(
        comparison.books().farmer(), block, comparison.ledger(), what, books, chain);
  }
}
