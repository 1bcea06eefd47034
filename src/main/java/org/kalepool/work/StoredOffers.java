package org.kalepool.work;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.block.KnownBlocks;
import org.kalepool.kale.Block;
import org.kalepool.kale.WorkHash;

/**
 * Keeps offered works beside the finds of the own hashing, before anything of them is sent: the
 * work sweep of whichever process farms sends them.
 */
@Singleton
final class StoredOffers implements OfferedWorks {
  private final Blocks blocks;
  private final KnownBlocks known;
  private final WorkRepository works;
  private final BestNonceRepository nonces;
  private final WorkSettings settings;
  private final WorkSweep sweep;

  StoredOffers(
      Blocks blocks,
      KnownBlocks known,
      WorkRepository works,
      BestNonceRepository nonces,
      WorkSettings settings,
      WorkSweep sweep) {
    this.blocks = blocks;
    this.known = known;
    this.works = works;
    this.nonces = nonces;
    this.settings = settings;
    this.sweep = sweep;
  }

  @Override
  public List<Taken> offer(UUID pooler, long block, List<Offer> offers) {
    boolean runs = blocks.current().filter(now -> now.index() == block).isPresent();
    Optional<Block> limits = known.limits(block);
    Map<UUID, PlantedFarmer> planted =
        works.planted(block).stream()
            .filter(farmer -> farmer.pooler().equals(pooler))
            .collect(Collectors.toMap(PlantedFarmer::farmer, Function.identity()));
    List<Taken> answers = new ArrayList<>();
    Map<UUID, List<Find>> good = new HashMap<>();
    for (Offer offer : offers) {
      Refusal refusal =
          refusal(block, runs, limits.orElse(null), planted.get(offer.farmer()), offer);
      answers.add(new Taken(offer.farmer(), refusal));
      if (refusal == null) {
        add(good.computeIfAbsent(offer.farmer(), _ -> new ArrayList<>()), offer);
      }
    }
    if (!good.isEmpty()) {
      nonces.keep(block, good);
      sweep.offered();
    }
    return answers;
  }

  /** One is kept for each number of zeros, and one statement cannot keep two of them. */
  private static void add(List<Find> finds, Offer offer) {
    Find find = new Find(offer.nonce(), offer.hash());
    if (finds.stream().noneMatch(other -> other.zeros() == find.zeros())) {
      finds.add(find);
    }
  }

  private @Nullable Refusal refusal(
      long index,
      boolean runs,
      @Nullable Block block,
      @Nullable PlantedFarmer farmer,
      Offer offer) {
    if (farmer == null || block == null) {
      return Refusal.NOT_PLANTED;
    }
    if (!runs) {
      return Refusal.BLOCK_CLOSED;
    }
    if (!WorkHash.of(index, offer.nonce(), block.entropy(), farmer.custodial())
        .equals(offer.hash())) {
      return Refusal.WRONG_HASH;
    }
    if (offer.hash().zeros() <= Math.max(farmer.landedZeros(), farmer.flyingZeros())) {
      return Refusal.NOT_BETTER;
    }
    if (farmer.sends() >= settings.maxSends()) {
      return Refusal.TOO_MANY_SENDS;
    }
    return farmer.poor() ? Refusal.INSUFFICIENT_XLM : null;
  }
}
