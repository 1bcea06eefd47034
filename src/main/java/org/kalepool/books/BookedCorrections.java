package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.FarmerOnChain;

/** Corrections as balanced entries, each once, with a row of their own. */
@ApplicationScoped
class BookedCorrections implements Corrections {
  private final ReconciliationRepository standings;
  private final CorrectionRepository store;
  private final JournalRepository journal;
  private final SettledLedgerRepository settled;
  private final ChainReader reader;
  private final Books books;
  private final Event<HarvestFound> harvestFound;
  private final Event<PailWrittenOff> writtenOff;

  BookedCorrections(
      ReconciliationRepository standings,
      CorrectionRepository store,
      JournalRepository journal,
      SettledLedgerRepository settled,
      ChainReader reader,
      Books books,
      Event<HarvestFound> harvestFound,
      Event<PailWrittenOff> writtenOff) {
    this.standings = standings;
    this.store = store;
    this.journal = journal;
    this.settled = settled;
    this.reader = reader;
    this.books = books;
    this.harvestFound = harvestFound;
    this.writtenOff = writtenOff;
  }

  @Override
  public Optional<Standing> look(UUID farmer) {
    return standings
        .find(farmer, Long.MAX_VALUE)
        .map(books -> standing(books, reader.read(books.custodial(), books.pails().keySet())));
  }

  private Standing standing(ReconciliationRepository.Standing books, FarmerOnChain chain) {
    Comparison comparison = Comparison.of(books, chain);
    Map<Long, Long> missing = new TreeMap<>();
    comparison
        .missing()
        .forEach(block -> missing.put(block, books.pails().getOrDefault(block, 0L)));
    return new Standing(
        books.farmer(),
        chain.ledger(),
        books.ready() && books.settled() <= chain.ledger() && reader.isCertain(books, chain),
        books.custody(),
        comparison.chainKale(),
        books.xlm(),
        comparison.chainXlm(),
        missing);
  }

  @Override
  @Transactional
  public Answer book(Correction correction, Standing seen) {
    ReconciliationRepository.Standing now = standings.locked(correction.farmer(), Long.MAX_VALUE);
    boolean same = now.custody() == seen.booksKale() && now.xlm() == seen.booksXlm();
    if (!seen.ready()
        || !now.ready()
        || !same
        || !now.pails().keySet().containsAll(seen.missing().keySet())) {
      return new Answer.NotReady(seen);
    }
    return switch (correction.what()) {
      case KALE ->
          correction.amount() == seen.kale()
              ? kale(correction, now.pooler(), seen)
              : new Answer.Differs(seen);
      case XLM ->
          correction.amount() == seen.xlm() ? xlm(correction, seen) : new Answer.Differs(seen);
      case PAIL -> pail(correction, seen);
    };
  }

  private Answer kale(Correction correction, UUID pooler, Standing seen) {
    UUID farmer = correction.farmer();
    Kale amount = Kale.ofStroops(Math.abs(correction.amount()));
    boolean shortage = correction.amount() < 0;
    Kale owed = books.position(farmer).owedBy(pooler);
    if (!shortage && correction.debtor() == Debtor.POOLER && owed.compareTo(amount) < 0) {
      return new Answer.Refused(
          "debtor", "the pooler " + pooler + " owes no more than " + owed + " KALE");
    }
    long id = store.insert(correction, seen.ledger());
    Entry entry = entry(id, correction);
    if (shortage) {
      entry.move(Accounts.custody(farmer), Accounts.corrections(farmer), amount);
      if (correction.debtor() == Debtor.POOLER) {
        entry.move(Accounts.poolerDebt(pooler), Accounts.owed(farmer, pooler), amount);
        journal.compensate(pooler, farmer, null, amount, correction.cause());
      }
    } else {
      switch (correction.debtor()) {
        case FARMER, NETWORK ->
            entry.move(Accounts.deposits(farmer), Accounts.custody(farmer), amount);
        case POOLER ->
            entry
                .move(Accounts.corrections(farmer), Accounts.custody(farmer), amount)
                .move(Accounts.owed(farmer, pooler), Accounts.poolerDebt(pooler), amount);
      }
    }
    return booked(id, entry, correction, seen, "kale", seen.chainKale());
  }

  private Answer xlm(Correction correction, Standing seen) {
    if (correction.debtor() == Debtor.POOLER) {
      return new Answer.Refused(
          "debtor",
          "the pooler's debts are in KALE: send the XLM to the custodial account instead, which"
              + " makes up for it");
    }
    UUID farmer = correction.farmer();
    long id = store.insert(correction, seen.ledger());
    Entry entry = entry(id, correction);
    Xlm amount = Xlm.ofStroops(Math.abs(correction.amount()));
    if (correction.amount() > 0) {
      entry.move(Accounts.xlmDeposits(farmer), Accounts.xlm(farmer), amount);
    } else if (correction.debtor() == Debtor.NETWORK) {
      entry.move(Accounts.xlm(farmer), Accounts.fees(farmer), amount);
    } else {
      entry.move(Accounts.xlm(farmer), Accounts.xlmCorrections(farmer), amount);
    }
    return booked(id, entry, correction, seen, "xlm", seen.chainXlm());
  }

  private Answer pail(Correction correction, Standing seen) {
    Long block = correction.block();
    Long stake = block == null ? null : seen.missing().get(block);
    if (block == null || stake == null || correction.amount() != -stake) {
      return new Answer.Differs(seen);
    }
    Long reward = correction.reward();
    if (reward != null && seen.kale() < Math.addExact(stake, reward)) {
      return new Answer.Differs(seen);
    }
    long id = store.insert(correction, seen.ledger());
    UUID farmer = correction.farmer();
    if (reward != null) {
      harvestFound.fire(
          new HarvestFound(
              farmer, block, Kale.ofStroops(stake), Kale.ofStroops(reward), seen.ledger(), null));
    } else {
      writtenOff.fire(
          new PailWrittenOff(
              farmer,
              block,
              Kale.ofStroops(stake),
              correction.debtor(),
              correction.cause() + ": " + correction.why(),
              seen.ledger()));
    }
    settled.note(farmer, seen.ledger());
    standings.record(farmer, null, seen.ledger(), "pails", 0, 0);
    return new Answer.Booked(id);
  }

  private static Entry entry(long id, Correction correction) {
    return Entry.of(
        "correction/" + id,
        "correction",
        correction.farmer(),
        null,
        correction.cause() + " (" + correction.debtor() + "): " + correction.why());
  }

  /** Has the difference count as settled: what is left, if anything, is found anew. */
  private Answer booked(
      long id, Entry entry, Correction correction, Standing seen, String what, long chain) {
    if (!journal.write(entry)) {
      throw new IllegalStateException("correction " + id + " is booked already");
    }
    settled.note(correction.farmer(), seen.ledger());
    standings.record(correction.farmer(), null, seen.ledger(), what, chain, chain);
    return new Answer.Booked(id);
  }
}
