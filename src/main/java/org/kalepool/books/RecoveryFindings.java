package org.kalepool.books;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.books.RecoveryRepository.Held;
import org.kalepool.kale.GameRules;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Validity;

/**
 * What chain and node tell of a restored farmer: the pails of every block that can still be open,
 * and what the node remembers of burns, mints and payments.
 */
@Singleton
final class RecoveryFindings {
  /** Ledgers before the newest that is in the books: a harvest by another account may be older. */
  private static final long OVERLAP = 20;

  private final RecoveryRepository store;
  private final ChainReader reader;
  private final Movements movements;
  private final Chain chain;
  private final Validity validity;

  /** The network's time at which this process first saw a hold. */
  private final Map<Held, Long> firstSeen = new ConcurrentHashMap<>();

  RecoveryFindings(
      RecoveryRepository store,
      ChainReader reader,
      Movements movements,
      Chain chain,
      Validity validity) {
    this.store = store;
    this.reader = reader;
    this.movements = movements;
    this.chain = chain;
    this.validity = validity;
  }

  /**
   * What was seen.
   *
   * @param since the first ledger of what the node was asked to remember
   * @param seen what it remembers, null if it does not reach back so far
   */
  record Look(FarmerOnChain on, Found found, long since, @Nullable List<Movement> seen) {}

  /**
   * Looks once.
   *
   * @return empty if it is too early, or cannot be told now
   * @throws RpcException if the network cannot be read
   */
  Optional<Look> look(Held held, Standing before, Blocks.Current now) {
    NetworkTerms terms = chain.terms();
    // what was on its way when the backup was restored may land after a look that comes too soon;
    // by the network's time, since the database that dates the hold may have another
    long since = firstSeen.computeIfAbsent(held, _ -> now.closeTime());
    if (now.closeTime()
        <= Math.max(since, held.at().getEpochSecond()) + validity.seconds(terms.ledgerSeconds())) {
      return Optional.empty();
    }
    long running = now.index();
    FarmerOnChain on = reader.read(before.custodial(), canBeOpen(before, running, terms));
    if (on.ledger() < Math.max(before.settled(), now.ledger()) || !reader.isCertainOfAccount(on)) {
      return Optional.empty();
    }
    long known = store.knownLedger(held).orElse(on.ledger() - terms.minTemporaryTtl());
    long from = movements.reach(Math.max(1, known - OVERLAP), held.registered());
    @Nullable List<Movement> seen =
        movements.moved(before.custodial(), from, on.ledger()).orElse(null);
    Map<Long, Long> opened = new HashMap<>();
    Found found =
        Found.of(
            before.farmer(),
            store.pails(before.farmer(), told(on, seen)),
            on,
            seen,
            running,
            block -> opened.computeIfAbsent(block, this::openedAt));
    return Optional.of(new Look(on, found, from, seen));
  }

  /** Every block whose pails can be alive, with a margin for ledgers that close slower. */
  private static Set<Long> canBeOpen(Standing books, long running, NetworkTerms terms) {
    double seconds = terms.minTemporaryTtl() * terms.ledgerSeconds();
    long span = (long) Math.ceil(1.2 * seconds / GameRules.BLOCK_INTERVAL_SECONDS) + 2;
    Set<Long> all = new TreeSet<>(books.pails().keySet());
    LongStream.rangeClosed(Math.max(0, running - span), running).forEach(all::add);
    return all;
  }

  /** The blocks of which the chain or the node's memory tells anything. */
  private static Set<Long> told(FarmerOnChain on, @Nullable List<Movement> seen) {
    Set<Long> blocks = new TreeSet<>(on.pails().keySet());
    if (seen != null) {
      seen.forEach(movement -> blocks.addAll(movement.blocks()));
    }
    return blocks;
  }

  private @Nullable Long openedAt(long block) {
    return chain.block(block).map(stored -> stored.block().timestamp()).orElse(null);
  }
}
