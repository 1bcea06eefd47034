package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kalepool.kale.Address;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;

/** Reads a farmer's account and any number of its pails. */
@ApplicationScoped
class ChainReader {
  private static final int PAILS_A_READ = 190;

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
    List<Long> wanted = new ArrayList<>(blocks);
    FarmerOnChain first =
        chain.farmer(custodial, wanted.subList(0, Math.min(PAILS_A_READ, wanted.size())));
    Map<Long, Pail> pails = new HashMap<>(first.pails());
    long ledger = first.ledger();
    for (int from = PAILS_A_READ; from < wanted.size(); from += PAILS_A_READ) {
      List<Long> part = wanted.subList(from, Math.min(from + PAILS_A_READ, wanted.size()));
      FarmerOnChain next = chain.farmer(custodial, part);
      pails.putAll(next.pails());
      ledger = Math.min(ledger, next.ledger());
    }
    return new FarmerOnChain(custodial, first.holdings(), pails, ledger);
  }
}
