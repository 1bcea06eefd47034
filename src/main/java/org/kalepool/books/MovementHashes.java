package org.kalepool.books;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerHistory;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/**
 * Which transaction moved what: the journal names deed and block, the deeds their transactions. Is
 * asked from the newest entry on, reads the deeds as far as they are needed, and forgets those that
 * are much newer.
 */
final class MovementHashes {
  /** A deed is written down a little before or after its fee. */
  private static final Duration MARGIN = Duration.ofHours(1);

  /** Or long before, where nobody was there to book it. */
  private static final Duration KEPT = Duration.ofDays(1);

  private static final int ON_A_PAGE = 200;

  private final Map<String, Deque<String>> hashes = new HashMap<>();
  private final List<Feed> feeds;
  private final @Nullable String payout;

  MovementHashes(FarmerHistory history, UUID farmer) {
    this.payout = history.payoutHash(farmer).orElse(null);
    this.feeds =
        List.of(
            new Feed(
                paging ->
                    deeds(
                        history.plantings(farmer, paging),
                        it -> new Deed(it.at(), "PLANT " + it.blockIndex(), it.plantTxHash()))),
            new Feed(
                paging ->
                    deeds(
                        history.works(farmer, paging),
                        it -> new Deed(it.at(), "WORK " + it.blockIndex(), it.workTxHash()))),
            new Feed(
                paging ->
                    deeds(
                        history.harvests(farmer, paging),
                        it ->
                            new Deed(it.at(), "HARVEST " + it.blockIndex(), it.harvestTxHash()))));
  }

  /** A deed's name is such as {@code PLANT 90123}; works of a block have several. */
  private record Deed(Instant at, String name, @Nullable String hash) {}

  private static <T> Page<Deed> deeds(Page<T> page, Function<T, Deed> deed) {
    return new Page<>(page.items().stream().map(deed).toList(), page.nextCursor());
  }

  /** Of an entry that is not newer than the one before, and no deposit; null if it is not known. */
  @Nullable String of(JournalPages.Shown entry) {
    if (entry.hash() != null) {
      return entry.hash();
    }
    feeds.forEach(feed -> feed.reach(entry.at()));
    return switch (entry.kind()) {
      case "planted" -> first("PLANT " + entry.blockIndex());
      case "harvested" -> first("HARVEST " + entry.blockIndex());
      case "split" -> payout;
      case "payout", "settled", "withdrawn", "covered" -> last(entry.memo());
      case "late", "debt" -> entry.memo().contains(" by ") ? last(entry.memo()) : null;
      case "fee" -> entry.memo().startsWith("WORK ") ? next(entry.memo()) : first(entry.memo());
      default -> null;
    };
  }

  private static String last(String memo) {
    return memo.substring(memo.lastIndexOf(' ') + 1);
  }

  private @Nullable String first(String deed) {
    Deque<String> known = hashes.get(deed);
    return known == null ? null : known.peekFirst();
  }

  private @Nullable String next(String deed) {
    Deque<String> known = hashes.get(deed);
    return known == null ? null : known.pollFirst();
  }

  private void forget(Deed deed, String hash) {
    hashes.computeIfPresent(
        deed.name(),
        (name, known) -> {
          known.removeFirstOccurrence(hash);
          return known.isEmpty() ? null : known;
        });
  }

  /** One of the lists, from the newest deed on. */
  private final class Feed {
    private final Function<Paging, Page<Deed>> list;
    private final Deque<Deed> held = new ArrayDeque<>();
    private @Nullable String cursor;
    private Instant reached = Instant.MAX;
    private boolean over;

    Feed(Function<Paging, Page<Deed>> list) {
      this.list = list;
    }

    void reach(Instant at) {
      while (!over && !reached.isBefore(at.minus(MARGIN))) {
        Page<Deed> page = list.apply(Paging.of(cursor, Integer.toString(ON_A_PAGE)));
        page.items().forEach(this::hold);
        reached = page.items().isEmpty() ? Instant.MIN : page.items().getLast().at();
        cursor = page.nextCursor();
        over = cursor == null;
      }
      Deed newest = held.peekFirst();
      while (newest != null && newest.at().isAfter(at.plus(KEPT))) {
        held.removeFirst();
        if (newest.hash() != null) {
          forget(newest, newest.hash());
        }
        newest = held.peekFirst();
      }
    }

    private void hold(Deed deed) {
      if (deed.hash() != null) {
        held.addLast(deed);
        hashes.computeIfAbsent(deed.name(), _ -> new ArrayDeque<>()).add(deed.hash());
      }
    }
  }
}
