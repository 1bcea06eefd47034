package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.KnownBlocks;
import org.kalepool.books.BalanceResource;
import org.kalepool.exit.ExitResource;
import org.kalepool.exit.ExitStatus;
import org.kalepool.exit.SplitPreview;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerHistory.Harvest;
import org.kalepool.farmer.FarmerHistory.Planting;
import org.kalepool.farmer.FarmerHistory.Work;
import org.kalepool.farmer.FarmerResource;
import org.kalepool.farmer.Funding;
import org.kalepool.farmer.FundingAnswer;
import org.kalepool.farmer.Registered;
import org.kalepool.kale.Kale;
import org.kalepool.profit.PayingResource;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.Page;

/** Puts a farmer's own page together, from what the API would tell the farmer. */
@Singleton
final class FarmReader {
  private static final Logger LOG = Logger.getLogger(FarmReader.class);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int BLOCKS_AN_HOUR = 12;
  private static final int WHOLE = 10_000;

  /** The most that one page of a list has. */
  private static final String MOST = "200";

  /** What may be of the running block. */
  private static final String NEWEST = "10";

  /** Blocks on a page, the newest. */
  static final int SHOWN = 60;

  private final FarmerResource farmers;
  private final ExitResource exits;
  private final PayingResource paying;
  private final BalanceResource balances;
  private final Funding funding;
  private final SplitPreview preview;
  private final LiveBlocks live;
  private final KnownBlocks known;
  private final Explorer explorer;
  private final Clock clock;

  FarmReader(
      FarmerResource farmers,
      ExitResource exits,
      PayingResource paying,
      BalanceResource balances,
      Funding funding,
      SplitPreview preview,
      LiveBlocks live,
      KnownBlocks known,
      Explorer explorer,
      Clock clock) {
    this.farmers = farmers;
    this.exits = exits;
    this.paying = paying;
    this.balances = balances;
    this.funding = funding;
    this.preview = preview;
    this.live = live;
    this.known = known;
    this.explorer = explorer;
    this.clock = clock;
  }

  /** What the form for the settings shows. */
  record Form(String stake, String interval, String when, FormErrors wrong, @Nullable String note) {
    static Form of(FarmerAnswer farmer, @Nullable String note) {
      return new Form(
          Integer.toString(farmer.stakePercentage()),
          Integer.toString(farmer.harvestInterval()),
          farmer.farmWhen(),
          FormErrors.NONE,
          note);
    }
  }

  FarmView view(FarmerAnswer farmer, Form form, String csrf) {
    UUID id = farmer.farmerId();
    List<Harvest> harvests = lately(id);
    List<FarmRow> rows =
        rows(
            farmers.plantings(id, null, MOST).items(),
            farmers.works(id, null, MOST).items(),
            harvests);
    ExitStatus exit = farmer.state().equals("LEAVING") ? exits.status(id) : null;
    return new FarmView(
        farmer,
        now(farmer, rows),
        preview.of(id),
        earned(harvests),
        farmer.vault() == null ? xlmHours(id) : null,
        rows.stream().limit(SHOWN).toList(),
        against(rows.stream().limit(SHOWN).toList()),
        balances.get(id),
        exit,
        form.stake(),
        form.interval(),
        form.when(),
        paying.get(id),
        form.wrong(),
        form.note(),
        csrf,
        explorer);
  }

  /** Only what changes with the running block. */
  FarmNow now(FarmerAnswer farmer) {
    UUID id = farmer.farmerId();
    return now(
        farmer,
        rows(
            farmers.plantings(id, null, NEWEST).items(),
            farmers.works(id, null, NEWEST).items(),
            farmers.harvests(id, null, NEWEST).items()));
  }

  /** How far its departure is. */
  ExitStatus leaving(UUID id) {
    return exits.status(id);
  }

  private FarmNow now(FarmerAnswer farmer, List<FarmRow> rows) {
    Optional<LiveBlock> running = live.now();
    FarmRow mine =
        running
            .flatMap(block -> rows.stream().filter(row -> row.index() == block.index()).findFirst())
            .orElse(null);
    KnownBlocks.Most most =
        running.map(block -> known.most(List.of(block.index()))).stream()
            .flatMap(List::stream)
            .findFirst()
            .orElse(null);
    boolean active = farmer.state().equals("ACTIVE");
    return new FarmNow(running.orElse(null), mine, active, active && rows.isEmpty(), most);
  }

  private List<WorkAgainst> against(List<FarmRow> rows) {
    Map<Long, FarmRow> byBlock =
        rows.stream().collect(Collectors.toMap(FarmRow::index, Function.identity()));
    return known.most(byBlock.keySet()).stream()
        .sorted(Comparator.comparingLong(KnownBlocks.Most::index).reversed())
        .map(most -> against(most, byBlock.get(most.index())))
        .toList();
  }

  private static WorkAgainst against(KnownBlocks.Most most, @Nullable FarmRow row) {
    return new WorkAgainst(
        most.index(),
        row == null ? null : row.zeros(),
        row == null ? null : row.gap(),
        most.zeros(),
        most.gap());
  }

  /** All of the last day, and a page at least. */
  private List<Harvest> lately(UUID id) {
    Instant since = clock.instant().minus(DAY);
    List<Harvest> found = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Harvest> page = farmers.harvests(id, cursor, MOST);
      found.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null && found.getLast().at().isAfter(since));
    return found;
  }

  private long earned(List<Harvest> harvests) {
    Instant since = clock.instant().minus(DAY);
    return harvests.stream()
        .filter(harvest -> harvest.at().isAfter(since))
        .mapToLong(
            harvest -> {
              Integer share = harvest.shareBasisPoints();
              Kale reward = Kale.ofStroops(harvest.rewardAmount());
              return share == null
                  ? reward.stroops()
                  : reward.stroops() - reward.basisPoints(Math.min(share, WHOLE)).stroops();
            })
        .sum();
  }

  private static List<FarmRow> rows(
      List<Planting> plantings, List<Work> works, List<Harvest> harvests) {
    Map<Long, FarmRow> rows = new TreeMap<>(Comparator.reverseOrder());
    // A plant that landed counts before one that failed, and so on: better ones come last.
    plantings.stream()
        .sorted(Comparator.comparing((Planting planting) -> planting.status().equals("PLANTED")))
        .forEach(
            each -> rows.put(each.blockIndex(), new FarmRow(each.blockIndex(), each, null, null)));
    works.stream()
        .sorted(
            Comparator.comparing((Work work) -> work.status().equals("WORKED"))
                .thenComparingInt(work -> work.zeros() == null ? -1 : work.zeros()))
        .forEach(
            each ->
                rows.computeIfPresent(
                    each.blockIndex(),
                    (index, row) -> new FarmRow(index, row.planting(), each, row.harvest())));
    harvests.stream()
        .sorted(Comparator.comparing((Harvest harvest) -> !harvest.status().equals("FAILED")))
        .forEach(
            each ->
                rows.computeIfPresent(
                    each.blockIndex(),
                    (index, row) -> new FarmRow(index, row.planting(), row.work(), each)));
    return List.copyOf(rows.values());
  }

  private @Nullable Long xlmHours(UUID id) {
    try {
      long hour = funding.quote().feesPerBlock() * BLOCKS_AN_HOUR;
      return hour == 0
          ? null
          : funding.seen(id).map(seen -> seen.spendableXlm() / hour).orElse(null);
    } catch (RpcException e) {
      LOG.debugf("nobody knows for how long the XLM lasts: %s", e.getMessage());
      return null;
    }
  }

  /** What a newcomer has still to send. */
  FundingView funding(FarmerAnswer farmer, @Nullable String note, String csrf) {
    try {
      FundingAnswer seen = funding.seen(farmer.farmerId()).orElse(null);
      Registered.Funding quote = funding.quote();
      String link = seen == null ? null : seen.paymentUri();
      return new FundingView(
          farmer, seen, quote, link == null ? null : QrCode.of(link), note, csrf);
    } catch (RpcException e) {
      LOG.debugf("nobody knows what has come: %s", e.getMessage());
      return new FundingView(farmer, null, null, null, note, csrf);
    }
  }
}
