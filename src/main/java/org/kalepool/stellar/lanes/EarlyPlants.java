package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Farm;
import org.kalepool.kale.GameRules;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.PlantAuthorization;
import org.kalepool.stellar.xdr.SorobanData;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCValType;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;

/**
 * What a plant declares that is sent before its block is open, when no node can simulate it: the
 * entries by formula, the resources as the last plant of its kind had them.
 *
 * <p>It names the entries of the next block only. With those of the running one besides it could
 * land a ledger too soon as well, in a block with no time left to work it: a fee is less than a
 * stake. A plant that opens the block touches no entry of the one before.
 */
@Singleton
final class EarlyPlants {
  private final ExpectedOpening opening;
  private final KaleNetwork network;

  /** By whether something is staked, which burns it. */
  private final Map<Boolean, SorobanData> seen = new ConcurrentHashMap<>();

  EarlyPlants(ExpectedOpening opening, ConfiguredNetwork settings) {
    this.opening = opening;
    this.network = settings.network();
  }

  /** Takes a plant's simulation for those to come, if the formula says the same of it. */
  void simulated(Call call, Simulated.Ready ready) {
    SorobanData data = ready.data();
    List<Long> blocks = data.writtenBlocks();
    if (call instanceof Call.Plant plant
        && plant.farmer().isAccount()
        && blocks.size() == 1
        && data.archived().isEmpty()
        && data.readOnly().stream().allMatch(EarlyPlants::isShared)
        && new HashSet<>(data.readWrite()).equals(new HashSet<>(written(plant, blocks.getFirst())))
        && ready.auth().equals(authorization(plant))) {
      seen.put(isStaked(plant), data);
    }
  }

  /**
   * What this plant declares, without any room; empty if it is none that can be sent early now.
   *
   * @param farm as read with the lane's account
   * @param time the network's, Unix seconds
   * @param newest the newest ledger known
   */
  Optional<Simulated.Ready> of(
      TransactionRequest request, @Nullable Farm farm, long time, long newest) {
    Long block = request.block();
    if (!(request.call() instanceof Call.Plant plant)
        || block == null
        || farm == null
        || farm.index() != block - 1
        || time >= farm.observed().timestamp() + GameRules.BLOCK_INTERVAL_SECONDS
        || !opening.mayOpen(block, newest)) {
      return Optional.empty();
    }
    return Optional.ofNullable(seen.get(isStaked(plant)))
        .map(
            known ->
                new Simulated.Ready(
                    new SorobanData(
                        List.of(),
                        known.readOnly(),
                        written(plant, block),
                        known.instructions(),
                        known.readBytes(),
                        known.writeBytes(),
                        known.resourceFee()),
                    authorization(plant)));
  }

  private static boolean isStaked(Call.Plant plant) {
    return plant.amount().isPositive();
  }

  /** A contract's code or instance is everybody's. */
  private static boolean isShared(LedgerKey key) {
    return key.getDiscriminant() == LedgerEntryType.CONTRACT_CODE
        || (key.getDiscriminant() == LedgerEntryType.CONTRACT_DATA
            && key.getContractData().getKey().getDiscriminant()
                == SCValType.SCV_LEDGER_KEY_CONTRACT_INSTANCE);
  }

  private List<LedgerKey> written(Call.Plant plant, long block) {
    List<LedgerKey> keys = new ArrayList<>();
    keys.add(LedgerKeys.instance(network.contract()));
    keys.add(LedgerKeys.block(network.contract(), block));
    keys.add(LedgerKeys.pail(network.contract(), plant.farmer(), block));
    if (isStaked(plant)) {
      keys.add(LedgerKeys.trustline(plant.farmer(), network));
    }
    return keys;
  }

  private List<SorobanAuthorizationEntry> authorization(Call.Plant plant) {
    return List.of(PlantAuthorization.of(plant, network));
  }
}
