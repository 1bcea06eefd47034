package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Movement;

/**
 * Explains what is missing in a custodial account by the pool's own transactions whose end nobody
 * saw: only the pool can sign for the account, so a used sequence number that no known transaction
 * used was one of its own, and cost a fee; and a plant of that kind may have burned its stake.
 */
@ApplicationScoped
class Shortages {
  private static final Logger LOG = Logger.getLogger(Shortages.class);

  private final UnseenFeeRepository unseen;
  private final JournalRepository journal;
  private final SettledLedgerRepository settled;
  private final Movements movements;
  private final Event<PlantFound> plantFound;
  private final Xlm dearest;

  Shortages(
      UnseenFeeRepository unseen,
      JournalRepository journal,
      SettledLedgerRepository settled,
      Movements movements,
      Event<PlantFound> plantFound,
      BooksSettings settings) {
    this.unseen = unseen;
    this.journal = journal;
    this.settled = settled;
    this.movements = movements;
    this.plantFound = plantFound;
    this.dearest = settings.dearestUnseenFee();
  }

  /** What a farmer may have planted without anybody having seen it. */
  List<UnseenFeeRepository.Plant> plants(Standing books) {
    return books.vault() ? unseen.plants(books.farmer()) : unseen.plants(books.custodial());
  }

  /**
   * Blocks in which a plant landed that nobody saw and whose pail is gone: the node still tells
   * that its stake was burned, and nothing was minted for it. KALE that has come in meanwhile would
   * hide what is missing.
   *
   * @param plants what {@link #plants} says
   * @throws org.kalepool.stellar.RpcException if the node cannot be asked
   */
  Set<Long> burned(Standing books, List<UnseenFeeRepository.Plant> plants, FarmerOnChain chain) {
    Set<Long> burned = new TreeSet<>();
    for (UnseenFeeRepository.Plant plant : plants) {
      if (chain.pails().get(plant.block()) == null) {
        movements
            .moved(books.custodial(), plant.builtLedger() + 1, chain.ledger())
            .filter(moved -> wasBurned(plant, moved))
            .ifPresent(seen -> burned.add(plant.block()));
      }
    }
    return burned;
  }

  private static boolean wasBurned(UnseenFeeRepository.Plant plant, List<Movement> movements) {
    List<Movement> ofBlock =
        movements.stream().filter(it -> it.blocks().contains(plant.block())).toList();
    return ofBlock.stream().noneMatch(it -> it.kind() == Movements.Kind.MINTED)
        && ofBlock.stream()
            .anyMatch(
                it -> it.kind() == Movements.Kind.BURNED && it.amount().equals(plant.stake()));
  }

  /** What so many transactions can have cost, stroops. */
  private long most(long sequences) {
    return dearest.times(Math.min(sequences, 1_000_000)).stroops();
  }

  /** Whether XLM is missing that transactions which were not seen cannot have cost. */
  boolean sentXlm(Standing books, Holdings held) {
    long missing = books.xlm() - held.xlm().stroops();
    return missing > 0
        && missing > most(unseen.sequences(books.farmer(), books.custodial(), held.sequence()));
  }

  /**
   * Books what is missing of the XLM as fees, if transactions that were not seen can have cost it.
   *
   * @param missing stroops, positive
   * @return false, booking nothing, if they cannot
   */
  boolean explainsXlm(Standing books, FarmerOnChain chain, long missing) {
    Holdings held = chain.holdings();
    if (held == null) {
      return false;
    }
    long sequences = unseen.sequences(books.farmer(), books.custodial(), held.sequence());
    if (missing > most(sequences)) {
      return false;
    }
    Xlm amount = Xlm.ofStroops(missing);
    String key = "fees-unseen/" + books.farmer() + "/" + held.sequence();
    String memo = sequences + " transactions of which no node tells";
    boolean written =
        journal.write(
            Entry.of(key, "fee", books.farmer(), null, memo)
                .move(Accounts.xlm(books.farmer()), Accounts.fees(books.farmer()), amount));
    if (written) {
      settled.note(books.farmer(), chain.ledger());
      unseen.accounted(books.farmer(), held.sequence(), amount, chain.ledger());
      LOG.infof("farmer %s: %s XLM of fees booked for %s", books.farmer(), amount, memo);
    }
    return written;
  }

  /** As {@link UnseenFeeRepository#paidByDeposit}, after a deposit of XLM. */
  void paidByDeposit(Standing books, FarmerOnChain chain) {
    Holdings held = chain.holdings();
    if (held != null) {
      unseen.paidByDeposit(books.farmer(), books.custodial(), held.sequence(), chain.ledger());
    }
  }

  /**
   * Has plants recorded that landed unseen: those whose pail is there, those whose stake was seen
   * to be burned, and one whose pail has expired where its stake is exactly what is missing.
   *
   * @param burned blocks of {@link #burned}
   * @param ttl ledgers a temporary entry lives
   * @param running the running block
   * @return whether there was any, so that the books are to be compared anew
   */
  boolean explainsKale(
      Standing books,
      FarmerOnChain chain,
      Set<Long> burned,
      long difference,
      long ttl,
      long running) {
    List<UnseenFeeRepository.Plant> plants = plants(books);
    boolean found = false;
    for (UnseenFeeRepository.Plant plant : plants) {
      Pail pail = chain.pails().get(plant.block());
      if (pail != null) {
        found |=
            tell(
                books,
                plant.block(),
                pail.stake().longValueExact(),
                pail.sequence(),
                pail,
                running);
      } else if (burned.contains(plant.block())) {
        long stake = plant.stake().stroops();
        found |= tell(books, plant.block(), stake, plant.builtLedger() + 1, null, running);
      }
    }
    if (found || difference >= 0) {
      return found;
    }
    Optional<UnseenFeeRepository.Plant> expired =
        plants.stream()
            .filter(plant -> chain.pails().get(plant.block()) == null)
            .filter(plant -> plant.stake().stroops() == -difference)
            .filter(plant -> chain.ledger() > plant.builtLedger() + 2 * ttl)
            .findFirst();
    return expired
        .map(
            plant ->
                tell(
                    books,
                    plant.block(),
                    plant.stake().stroops(),
                    plant.builtLedger() + 1,
                    null,
                    running))
        .orElse(false);
  }

  private boolean tell(
      Standing books, long block, long stake, long ledger, @Nullable Pail pail, long running) {
    LOG.infof("farmer %s: a plant in block %d landed unseen", books.farmer(), block);
    plantFound.fire(
        new PlantFound(
            books.farmer(),
            block,
            Kale.ofStroops(stake),
            ledger,
            null,
            pail,
            false,
            block >= running));
    return true;
  }
}
