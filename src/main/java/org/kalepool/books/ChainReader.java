package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;

/** Reads a farmer's account and any number of its pails. */
@ApplicationScoped
class ChainReader {
  private final Chain chain;
  private final Absences absences;

  ChainReader(Chain chain, Absences absences) {
    this.chain = chain;
    this.absences = absences;
  }

  /**
   * Whether nothing that the books hold is missing from this reading on its word alone: account,
   * trustline and pails are there, or an older reading has lacked them, too.
   */
  boolean isCertain(ReconciliationRepository.Standing books, FarmerOnChain seen) {
    boolean holds = books.custody() != 0 || books.xlm() != 0;
    boolean certain = !holds || absences.isCertainOfAccount(seen);
    certain &= books.custody() == 0 || absences.isCertainOfTrustline(seen);
    for (long block : books.pails().keySet()) {
      certain &= absences.isCertainOfPail(seen, block);
    }
    return certain;
  }

  /** The same of the account, whatever the books hold. */
  boolean isCertainOfAccount(FarmerOnChain seen) {
    return absences.isCertainOfAccount(seen);
  }

  /**
   * More pails than fit one request are read in several, as of the oldest of their ledgers.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  FarmerOnChain read(Address custodial, Collection<Long> blocks) {
    List<List<Long>> parts =
        blocks.stream().gather(Gatherers.windowFixed(Chain.PAILS_A_READ)).toList();
    FarmerOnChain first = chain.farmer(custodial, parts.isEmpty() ? List.of() : parts.getFirst());
    Map<Long, Pail> pails = new HashMap<>(first.pails());
    long ledger = first.ledger();
    for (List<Long> part : parts.stream().skip(1).toList()) {
      FarmerOnChain next = chain.farmer(custodial, part);
      pails.putAll(next.pails());
      ledger = Math.min(ledger, next.ledger());
    }
    return new FarmerOnChain(custodial, first.holdings(), pails, ledger);
  }
}
