package org.kalepool.work;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.KnownBlocks;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.WorkHash;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.stellar.RpcException;

/** Believes what hashes to what it is said to, and fits the pail. */
@Singleton
final class ProvenNonces implements ToldNonces {
  private static final Logger LOG = Logger.getLogger(ProvenNonces.class);

  private final KnownBlocks blocks;
  private final WorkRepository works;
  private final WorkNonceRepository nonces;
  private final Chain chain;

  ProvenNonces(KnownBlocks blocks, WorkRepository works, WorkNonceRepository nonces, Chain chain) {
    this.blocks = blocks;
    this.works = works;
    this.nonces = nonces;
    this.chain = chain;
  }

  @Override
  public void keep(UUID pooler, long block, List<Told> told) {
    Optional<Block> limits = blocks.limits(block);
    if (told.isEmpty() || limits.isEmpty()) {
      return;
    }
    Map<UUID, PlantedFarmer> planted =
        works.planted(block).stream()
            .filter(farmer -> farmer.pooler().equals(pooler))
            .collect(Collectors.toMap(PlantedFarmer::farmer, Function.identity()));
    Map<Boolean, List<Told>> byBooks =
        told.stream()
            .filter(one -> hashes(one, block, limits.get(), planted.get(one.farmer())))
            // in one order, so that two reports at once do not wait for each other
            .sorted(Comparator.comparing(Told::farmer))
            .collect(Collectors.partitioningBy(one -> isBooked(one, planted.get(one.farmer()))));
    nonces.keep(block, byBooks.getOrDefault(true, List.of()));
    List<Told> others = byBooks.getOrDefault(false, List.of());
    for (List<Told> part :
        others.stream().gather(Gatherers.windowFixed(Chain.ACCOUNTS_A_READ)).toList()) {
      nonces.keep(block, fitting(part, block, planted));
    }
  }

  private static boolean hashes(
      Told one, long block, Block limits, @Nullable PlantedFarmer farmer) {
    return farmer != null
        && WorkHash.of(block, one.nonce(), limits.entropy(), farmer.custodial()).equals(one.hash());
  }

  private static boolean isBooked(Told one, @Nullable PlantedFarmer farmer) {
    return farmer != null && farmer.landedZeros() == one.hash().zeros();
  }

  /** Those whose pails say the same, where the pool has not read them yet. */
  private List<Told> fitting(List<Told> told, long block, Map<UUID, PlantedFarmer> planted) {
    Map<UUID, Address> accounts =
        told.stream()
            .map(Told::farmer)
            .distinct()
            .map(planted::get)
            .collect(Collectors.toMap(PlantedFarmer::farmer, PlantedFarmer::custodial));
    try {
      Map<Address, StoredPail> pails = chain.pails(accounts.values(), block);
      return told.stream().filter(one -> fits(one, pails.get(accounts.get(one.farmer())))).toList();
    } catch (RpcException e) {
      LOG.debugf("nonces of block %d cannot be held against the pails: %s", block, e.getMessage());
      return List.of();
    }
  }

  private static boolean fits(Told one, @Nullable StoredPail stored) {
    Long zeros = stored == null ? null : stored.pail().zeros();
    return zeros != null && zeros == one.hash().zeros();
  }
}
