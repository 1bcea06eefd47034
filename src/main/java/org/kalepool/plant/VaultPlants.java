package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.batch.BatchPlan;
import org.kalepool.batch.Batches;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.profit.Choices;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.vault.Vaults;

/**
 * Plants of vaults: they have no account, so the pool contract plants from many of them in one
 * transaction, on a channel and by the operator's signature. Whoever finds no channel free has its
 * turn with the next ledger.
 */
@Singleton
final class VaultPlants {
  /** Of those whose transaction failed as a whole once; from then on each goes by itself. */
  private static final int AGAIN = 5;

  private final PoolContracts contracts;
  private final Vaults vaults;
  private final Batches batches;
  private final Planting planting;
  private final HeldBack heldBack;

  VaultPlants(
      PoolContracts contracts,
      Vaults vaults,
      Batches batches,
      Planting planting,
      HeldBack heldBack) {
    this.contracts = contracts;
    this.vaults = vaults;
    this.batches = batches;
    this.planting = planting;
    this.heldBack = heldBack;
  }

  /** Those for whom there is room now, with all whose KALE lies in an account, in their order. */
  List<PlantCandidate> withRoom(PlantDecision target, List<PlantCandidate> farmers, long ledger) {
    long room = (long) batches.free().size() * BatchPlan.MOST_VAULTS;
    List<PlantCandidate> now = new ArrayList<>();
    for (PlantCandidate farmer : farmers) {
      if (farmer.custodial().isAccount() || room-- > 0) {
        now.add(farmer);
      } else {
        String why =
            batches.possible()
                ? "all channels carried others"
                : "no account of the pool's own can carry it";
        heldBack.hold(target.block(), farmer, Cause.OTHER, why);
      }
    }
    if (now.size() < farmers.size()) {
      batches.waiting(ledger);
    }
    return now;
  }

  /**
   * Those whose vaults let the pool plant, with what can be staked: never so much that the balance
   * would be below the floor.
   *
   * @param farmers with vaults, no more than {@link PoolContracts#VAULTS_A_READ}
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  List<Plantable> able(
      PlantDecision target, List<PlantCandidate> farmers, Allowances allowances, BigInteger cap) {
    if (farmers.isEmpty()) {
      return List.of();
    }
    Map<Address, VaultState> states =
        contracts.vaults(farmers.stream().map(PlantCandidate::custodial).toList());
    List<Plantable> able = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (PlantCandidate farmer : farmers) {
      VaultState state = states.get(farmer.custodial());
      if (state == null) {
        heldBack.hold(target.block(), farmer, Cause.OTHER, "its vault is not there yet");
      } else if (state.stoppedIn().isPresent()) {
        String why = "stopped in ledger " + state.stoppedIn().getAsLong();
        failures.add(new Failure(farmer.farmer(), Cause.VAULT_STOPPED, why, null));
      } else if (state.ledger() >= farmer.settledLedger()) {
        Kale stake = allowances.take(farmer.pooler(), stake(state, farmer, cap));
        able.add(new Plantable(farmer, stake, state.pool()));
      }
    }
    planting.apply(target.block(), List.of(), failures);
    return able;
  }

  /** floor(balance × percentage / 100), but no more than the cap, or than lies above the floor. */
  private static Kale stake(VaultState state, PlantCandidate farmer, BigInteger cap) {
    Kale share =
        state
            .balance()
            .minus(farmer.kept())
            .max(Kale.ZERO)
            .basisPoints(farmer.percentage() * 100)
            .min(state.plantable());
    return Kale.ofStroops(cap.min(BigInteger.valueOf(share.stroops())).longValueExact());
  }

  /** Asks for their plants, as many together as the free channels carry. */
  void request(
      PlantDecision target,
      List<Plantable> farmers,
      Map<UUID, Choices.Chosen> chosen,
      long ledger) {
    Map<Address, List<Plantable>> byContract =
        farmers.stream()
            .filter(it -> it.contract() != null)
            .collect(
                Collectors.groupingBy(
                    Plantable::contract, LinkedHashMap::new, Collectors.toList()));
    Iterator<Address> free = batches.free().iterator();
    int asked = 0;
    for (Map.Entry<Address, List<Plantable>> each : byContract.entrySet()) {
      Call.Many like = new Call.PlantMany(each.getKey(), vaults.operator(), List.of());
      for (List<Plantable> part : parts(each.getValue())) {
        if (free.hasNext()) {
          request(target, free.next(), like, part, chosen);
          asked += part.size();
        }
      }
    }
    if (asked < farmers.size()) {
      batches.waiting(ledger);
    }
  }

  /** What failed together once goes in small parts, and then each by itself. */
  private List<List<Plantable>> parts(List<Plantable> farmers) {
    List<Plantable> fresh = new ArrayList<>();
    List<Plantable> again = new ArrayList<>();
    List<List<Plantable>> parts = new ArrayList<>();
    for (Plantable each : farmers) {
      if (each.farmer().lastCause() != Cause.BATCH_FAILED) {
        fresh.add(each);
      } else if (each.farmer().attempts() > 1) {
        parts.add(List.of(each));
      } else {
        again.add(each);
      }
    }
    int lanes = batches.free().size();
    parts.addAll(BatchPlan.all(again, again.size(), AGAIN, AGAIN));
    List<List<Plantable>> all =
        new ArrayList<>(
            BatchPlan.all(
                fresh, Math.max(1, lanes - parts.size()), BatchPlan.PLANTS, BatchPlan.MOST_VAULTS));
    all.addAll(parts);
    return all;
  }

  private void request(
      PlantDecision target,
      Address channel,
      Call.Many like,
      List<Plantable> part,
      Map<UUID, Choices.Chosen> chosen) {
    Map<UUID, Choices.Chosen> its = new HashMap<>();
    List<Planting.Together> plants = new ArrayList<>();
    for (Plantable each : part) {
      PlantCandidate farmer = each.farmer();
      Choices.Chosen choice = chosen.get(farmer.farmer());
      if (choice != null) {
        its.put(farmer.farmer(), choice);
      }
      plants.add(
          new Planting.Together(
              farmer.pooler(),
              new Deed(
                  Action.PLANT,
                  farmer.farmer(),
                  target.block(),
                  new Call.Plant(farmer.custodial(), each.stake()))));
    }
    planting.apply(target.block(), channel, like, plants, target.notAfter(), its);
  }
}
