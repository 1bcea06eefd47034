package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.JournalPages;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerHistory.Harvest;
import org.kalepool.farmer.FarmerHistory.Planting;
import org.kalepool.farmer.FarmerHistory.Work;
import org.kalepool.farmer.FarmerResource;
import org.kalepool.web.Page;

/** Which transaction moved what: the journal names deed and block, the deeds their transactions. */
@Singleton
final class DeedHashes {
  private static final String MOST = "200";

  /** A deed is written down a little before or after its fee. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private final FarmerResource farmers;

  DeedHashes(FarmerResource farmers) {
    this.farmers = farmers;
  }

  /** Transactions by deed and block, such as {@code PLANT 90123}; works have several. */
  static final class Found {
    private final Map<String, Deque<String>> hashes = new HashMap<>();
    private final @Nullable String payout;

    Found(@Nullable String payout) {
      this.payout = payout;
    }

    private void add(String action, long block, @Nullable String hash) {
      if (hash != null) {
        hashes.computeIfAbsent(action + " " + block, _ -> new ArrayDeque<>()).add(hash);
      }
    }

    /** Of the next one, where they are asked for from the newest on; null if it is not known. */
    @Nullable String of(JournalPages.Shown entry) {
      return switch (entry.kind()) {
        case "planted" -> first("PLANT " + entry.blockIndex());
        case "harvested" -> first("HARVEST " + entry.blockIndex());
        case "split" -> payout;
        case "payout" -> entry.memo().substring(entry.memo().lastIndexOf(' ') + 1);
        case "fee" -> entry.memo().startsWith("WORK ") ? next(entry.memo()) : first(entry.memo());
        default -> null;
      };
    }

    private @Nullable String first(String deed) {
      Deque<String> known = hashes.get(deed);
      return known == null ? null : known.peekFirst();
    }

    private @Nullable String next(String deed) {
      Deque<String> known = hashes.get(deed);
      return known == null ? null : known.pollFirst();
    }
  }

  /** All since then. */
  Found of(UUID id, FarmerAnswer farmer, Instant since) {
    Found found = new Found(farmer.payout() == null ? null : farmer.payout().transactionHash());
    Instant first = since.minus(MARGIN);
    each(
        cursor -> farmers.plantings(id, cursor, MOST),
        Planting::at,
        first,
        it -> found.add("PLANT", it.blockIndex(), it.plantTxHash()));
    each(
        cursor -> farmers.works(id, cursor, MOST),
        Work::at,
        first,
        it -> found.add("WORK", it.blockIndex(), it.workTxHash()));
    each(
        cursor -> farmers.harvests(id, cursor, MOST),
        Harvest::at,
        first,
        it -> found.add("HARVEST", it.blockIndex(), it.harvestTxHash()));
    return found;
  }

  private static <T> void each(
      Function<@Nullable String, Page<T>> list,
      Function<T, Instant> at,
      Instant first,
      Consumer<T> take) {
    @Nullable String cursor = null;
    boolean more = true;
    while (more) {
      Page<T> page = list.apply(cursor);
      page.items().forEach(take);
      cursor = page.nextCursor();
      more = cursor != null && !at.apply(page.items().getLast()).isBefore(first);
    }
  }
}
