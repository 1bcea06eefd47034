package org.kalepool.plant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.batch.Batches;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;
import org.kalepool.profit.Choices;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** What the coordinator decided, written in one database transaction. */
@ApplicationScoped
class Planting {
  private final PlantingRepository plantings;
  private final Farmers farmers;
  private final Books books;
  private final Transactions transactions;
  private final Leader leader;
  private final Choices choices;
  private final Batches batches;

  Planting(
      PlantingRepository plantings,
      Farmers farmers,
      Books books,
      Transactions transactions,
      Leader leader,
      Choices choices,
      Batches batches) {
    this.batches = batches;
    this.choices = choices;
    this.leader = leader;
    this.plantings = plantings;
    this.farmers = farmers;
    this.books = books;
    this.transactions = transactions;
  }

  /**
   * A plant to be asked for.
   *
   * @param pooler whose it is to be
   */
  record Wish(UUID farmer, UUID pooler, TransactionRequest request) {}

  /**
   * Plants are asked for only for farmers that are active still and with the same pooler, and stay
   * so until they are stored: whoever has moved comes with the next look.
   */
  @Transactional
  void apply(long block, List<Wish> wishes, List<Failure> failures) {
    apply(block, wishes, failures, Map.of());
  }

  /**
   * The same, with what was chosen for farmers of this block, whether it is to be planted or not.
   */
  @Transactional
  void apply(
      long block, List<Wish> wishes, List<Failure> failures, Map<UUID, Choices.Chosen> chosen) {
    if (wishes.isEmpty() && failures.isEmpty() && chosen.isEmpty()) {
      return;
    }
    leader.hold();
    choices.store(block, chosen);
    Map<UUID, UUID> active = farmers.lockActive(wishes.stream().map(Wish::farmer).toList());
    wishes.stream()
        .filter(wish -> wish.pooler().equals(active.get(wish.farmer())))
        .map(Wish::request)
        .forEach(transactions::request);
    // in one order whatever the block's turn is: each row holds its farmer's counters
    failures.stream()
        .sorted(Comparator.comparing(Failure::farmer))
        .forEach(failure -> plantings.failed(block, failure));
  }

  /**
   * A vault's plant to be asked for.
   *
   * @param plant with its farmer
   * @param harvest of the block before, null if there is none to go with it
   */
  record Together(UUID pooler, Deed plant, @Nullable Deed harvest) {
    private Stream<Deed> deeds() {
      return harvest == null ? Stream.of(plant) : Stream.of(plant, harvest);
    }
  }

  /**
   * The same for plants of vaults in one transaction.
   *
   * @param like what plants from one after the other
   */
  @Transactional
  void apply(
      long block,
      Address channel,
      Call.Many like,
      List<Together> plants,
      long notAfter,
      Map<UUID, Choices.Chosen> chosen) {
    leader.hold();
    choices.store(block, chosen);
    Map<UUID, UUID> active =
        farmers.lockActive(plants.stream().map(each -> each.plant().farmer()).toList());
    List<Deed> deeds =
        plants.stream()
            .filter(each -> each.pooler().equals(active.get(each.plant().farmer())))
            .flatMap(Together::deeds)
            .toList();
    if (!deeds.isEmpty()) {
      batches.request(channel, like, deeds, notAfter);
    }
  }

  /**
   * A pail that the chain has and no row of ours: the pool's own, from a plant whose end was never
   * seen, since nobody else can sign for the farmer.
   */
  @Transactional
  void found(PlantCandidate farmer, long block, StoredPail stored) {
    leader.hold();
    Kale stake = Kale.ofStroops(stored.pail().stake().longValueExact());
    long ledger = stored.pail().sequence();
    boolean recorded = plantings.planted(farmer.farmer(), block, stake, ledger, null, null);
    if (recorded) {
      books.planted(farmer.farmer(), block, stake, ledger);
    }
  }
}
