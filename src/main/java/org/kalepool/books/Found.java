package org.kalepool.books;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Movement;

/**
 * What was done for a farmer that its books do not know, told from the chain's pails and from the
 * node's memory of burns and mints. A pure function of what was read.
 *
 * @param plants in the order of their ledgers
 * @param harvests of pails that the books hold open, or that are among the plants
 * @param complete whether nothing that the node told was left unexplained
 */
record Found(List<PlantFound> plants, List<HarvestFound> harvests, boolean complete) {

  /**
   * @param movements null if the node does not remember all since the backup
   * @param running the running block
   * @param openedAt when a block opened, Unix seconds; null if it cannot be read any more
   */
  static Found of(
      UUID farmer,
      RecoveryRepository.Pails books,
      FarmerOnChain chain,
      @Nullable List<Movement> movements,
      long running,
      LongFunction<@Nullable Long> openedAt) {
    Search search = new Search(farmer, books, chain, running, openedAt);
    if (movements != null) {
      movements.stream().filter(m -> m.kind() == Movements.Kind.BURNED).forEach(search::burned);
      search.onChain();
      movements.stream().filter(m -> m.kind() == Movements.Kind.MINTED).forEach(search::minted);
    } else {
      search.onChain();
    }
    return search.found(movements != null);
  }

  private static final class Search {
    private final UUID farmer;
    private final FarmerOnChain chain;
    private final long running;
    private final LongFunction<@Nullable Long> openedAt;
    private final Map<Long, Long> stakes;
    private final Set<Long> settled;
    private final Map<Long, PlantFound> plants = new HashMap<>();
    private final List<HarvestFound> harvests = new ArrayList<>();
    private boolean unexplained;

    Search(
        UUID farmer,
        RecoveryRepository.Pails books,
        FarmerOnChain chain,
        long running,
        LongFunction<@Nullable Long> openedAt) {
      this.farmer = farmer;
      this.chain = chain;
      this.running = running;
      this.openedAt = openedAt;
      this.stakes = new HashMap<>(books.stakes());
      this.settled = new HashSet<>(books.settled());
    }

    private void burned(Movement burn) {
      Long block = planted(burn);
      if (block == null) {
        unexplained = true;
      } else if (!stakes.containsKey(block)) {
        plant(block, burn.amount(), burn);
      }
    }

    private void plant(long block, Kale stake, Movement burn) {
      stakes.put(block, stake.stroops());
      plants.put(
          block,
          new PlantFound(
              farmer,
              block,
              stake,
              burn.ledger(),
              burn.transaction(),
              chain.pails().get(block),
              false,
              block >= running));
    }

    /** The block that a stake went into, of those that the transaction declared. */
    private @Nullable Long planted(Movement burn) {
      for (Map.Entry<Long, Pail> pail : chain.pails().entrySet()) {
        if (pail.getValue().sequence() == burn.ledger()
            && pail.getValue().stake().longValueExact() == burn.amount().stroops()) {
          return pail.getKey();
        }
      }
      List<Long> declared = burn.blocks();
      if (declared.size() == 1) {
        return declared.getFirst();
      }
      // Nobody plants in a block before it opens, and in its opening ledger in no older one.
      Long newest = null;
      for (Long block : declared) {
        Long opened = openedAt.apply(block);
        if (opened != null && opened <= burn.closeTime() && (newest == null || block > newest)) {
          newest = block;
        }
      }
      return newest;
    }

    /** Pails that are there, whatever the node remembers. */
    private void onChain() {
      chain
          .pails()
          .forEach(
              (block, pail) -> {
                if (!stakes.containsKey(block)) {
                  Kale stake = Kale.ofStroops(pail.stake().longValueExact());
                  stakes.put(block, stake.stroops());
                  plants.put(
                      block,
                      new PlantFound(
                          farmer,
                          block,
                          stake,
                          pail.sequence(),
                          null,
                          pail,
                          false,
                          block >= running));
                }
              });
    }

    private void minted(Movement mint) {
      List<Long> declared = over(mint);
      List<Long> open =
          declared.stream()
              .filter(block -> stakes.containsKey(block) && !chain.pails().containsKey(block))
              .toList();
      if (open.isEmpty() && withoutStake(mint, declared)) {
        return;
      }
      if (open.size() != 1) {
        unexplained |= declared.size() != 1 || !settled.contains(declared.getFirst());
        return;
      }
      long block = open.getFirst();
      if (settled.contains(block)) {
        return;
      }
      Kale stake = Kale.ofStroops(stakes.getOrDefault(block, 0L));
      if (mint.amount().compareTo(stake) < 0) {
        unexplained = true;
        return;
      }
      harvested(block, stake, mint);
    }

    /**
     * The declared blocks of which something could be harvested then. A transaction that harvests
     * and plants declares both pails, and nobody harvests of a block before the next one opens.
     */
    private List<Long> over(Movement mint) {
      return mint.blocks().size() == 1
          ? mint.blocks()
          : mint.blocks().stream().filter(block -> isOver(block, mint.closeTime())).toList();
    }

    private boolean isOver(long block, long time) {
      Long next = openedAt.apply(block + 1);
      if (next != null) {
        return next <= time;
      }
      Long opened = openedAt.apply(block);
      return block < running
          && (opened == null || opened + GameRules.BLOCK_INTERVAL_SECONDS <= time);
    }

    private void harvested(long block, Kale stake, Movement mint) {
      settled.add(block);
      Kale reward = mint.amount().minus(stake);
      harvests.add(
          new HarvestFound(farmer, block, stake, reward, mint.ledger(), mint.transaction()));
      plants.computeIfPresent(block, (same, plant) -> harvested(plant));
    }

    /** Planting nothing burns nothing: of such a pail that is gone only the harvest tells. */
    private boolean withoutStake(Movement mint, List<Long> declared) {
      if (declared.size() != 1
          || settled.contains(declared.getFirst())
          || chain.pails().containsKey(declared.getFirst())) {
        return false;
      }
      long block = declared.getFirst();
      stakes.put(block, 0L);
      plants.put(
          block, new PlantFound(farmer, block, Kale.ZERO, mint.ledger(), null, null, true, false));
      harvested(block, Kale.ZERO, mint);
      return true;
    }

    private static PlantFound harvested(PlantFound plant) {
      return new PlantFound(
          plant.farmer(),
          plant.block(),
          plant.stake(),
          plant.ledger(),
          plant.transaction(),
          plant.pail(),
          true,
          plant.running());
    }

    Found found(boolean remembered) {
      List<PlantFound> sorted =
          plants.values().stream()
              .sorted(
                  Comparator.comparingLong(PlantFound::ledger).thenComparingLong(PlantFound::block))
              .toList();
      return new Found(sorted, List.copyOf(harvests), remembered && !unexplained);
    }
  }
}
