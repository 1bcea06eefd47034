package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.JournalPages;
import org.kalepool.books.JournalResource;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerBalances;
import org.kalepool.farmer.FarmerResource;
import org.kalepool.pages.StatementView.Movement;
import org.kalepool.pages.StatementView.Sums;
import org.kalepool.web.Page;

/**
 * Makes statements of a farmer's journal: from what is there now back to the days that are asked
 * for, so that the last balance is the one that is compared with the chain.
 */
@Singleton
final class StatementReader {
  /** The longest statement. */
  static final int MOST_DAYS = 31;

  private static final int ON_A_PAGE = 1000;
  private static final int ATTEMPTS = 5;
  private static final String MOST = "200";

  private final FarmerResource farmers;
  private final JournalResource journal;
  private final DeedHashes hashes;
  private final Explorer explorer;
  private final Clock clock;

  StatementReader(
      FarmerResource farmers,
      JournalResource journal,
      DeedHashes hashes,
      Explorer explorer,
      Clock clock) {
    this.farmers = farmers;
    this.journal = journal;
    this.hashes = hashes;
    this.explorer = explorer;
    this.clock = clock;
  }

  /** What is wrong with a period, null if nothing is. */
  static @Nullable String wrong(LocalDate from, LocalDate to) {
    if (to.isBefore(from)) {
      return "The last day must not be before the first.";
    }
    return ChronoUnit.DAYS.between(from, to) >= MOST_DAYS
        ? "A statement has at most " + MOST_DAYS + " days."
        : null;
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** A statement of these days, both included, in UTC. */
  StatementView of(String at, UUID id, LocalDate from, LocalDate to, @Nullable String wrong) {
    Instant begin = from.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant end = to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    FarmerAnswer farmer = settled(id);
    Sums closing = now(farmer.balances());
    Sums within = Sums.NOTHING;
    List<JournalPages.Shown> entries = new ArrayList<>();
    @Nullable String cursor = null;
    boolean more = true;
    while (more) {
      Page<JournalPages.Shown> page = journal.get(id, cursor, MOST);
      for (JournalPages.Shown entry : page.items()) {
        if (!entry.at().isBefore(end)) {
          closing = closing.minus(change(id, entry));
        } else if (!entry.at().isBefore(begin)) {
          within = within.plus(change(id, entry));
          entries.add(entry);
        }
      }
      cursor = page.nextCursor();
      more = cursor != null && !page.items().getLast().at().isBefore(begin);
    }
    return new StatementView(
        at,
        farmer,
        from,
        to,
        closing.minus(within),
        closing,
        movements(id, farmer, entries, begin),
        ON_A_PAGE,
        wrong,
        explorer);
  }

  /**
   * The farmer with balances that are those after the newest entry, whatever is booked meanwhile.
   */
  private FarmerAnswer settled(UUID id) {
    for (int i = 0; i < ATTEMPTS; i++) {
      long before = newest(id);
      FarmerAnswer farmer = farmers.get(id);
      if (newest(id) == before) {
        return farmer;
      }
    }
    throw new IllegalStateException("the journal of farmer " + id + " does not rest");
  }

  private long newest(UUID id) {
    List<JournalPages.Shown> one = journal.get(id, null, "1").items();
    return one.isEmpty() ? 0 : one.getFirst().id();
  }

  private static Sums now(FarmerBalances.@Nullable Balances balances) {
    return balances == null
        ? Sums.NOTHING
        : new Sums(balances.custody(), balances.staked(), balances.xlm());
  }

  private static Sums change(UUID id, JournalPages.Shown entry) {
    return new Sums(sum(entry, "custody:" + id), sum(entry, "pail:" + id), sum(entry, "xlm:" + id));
  }

  private static long sum(JournalPages.Shown entry, String account) {
    return entry.lines().stream()
        .filter(line -> line.account().equals(account))
        .mapToLong(JournalPages.Line::amount)
        .sum();
  }

  private List<Movement> movements(
      UUID id, FarmerAnswer farmer, List<JournalPages.Shown> entries, Instant begin) {
    DeedHashes.Found found = hashes.of(id, farmer, begin);
    List<Movement> movements = new ArrayList<>();
    for (JournalPages.Shown entry : entries) {
      movements.add(
          new Movement(
              entry.at(), words(entry), entry.blockIndex(), found.of(entry), change(id, entry)));
    }
    Collections.reverse(movements);
    return movements;
  }

  private static String words(JournalPages.Shown entry) {
    return switch (entry.kind()) {
      case "deposit" -> "deposit";
      case "fee" -> "fee of a transaction: " + Figures.words(entry.memo());
      case "planted" -> "stake planted";
      case "harvested" -> "stake and reward harvested";
      case "forfeited" -> "stake lost: " + Figures.words(entry.memo());
      case "payout" -> "paid of what was earned, to you and the pooler";
      case "split" -> "paid out";
      case "late" -> "paid out, arrived late";
      case "debt" -> "paid by the pooler";
      default -> entry.kind() + ": " + entry.memo();
    };
  }
}
