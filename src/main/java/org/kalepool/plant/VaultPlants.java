package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.batch.BatchPlan;
import org.kalepool.batch.Batches;
import org.kalepool.batch.VaultHarvests;
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
 * transaction, on a channel and by the operator's signature, and harvests the block before for
 * those that are due by the same call, which writes a vault's balance once. Whoever finds no
 * channel free has its turn with the next ledger.
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
  private final VaultHarvests harvests;

  VaultPlants(
      PoolContracts contracts,
      Vaults vaults,
      Batches batches,
      Planting planting,
      HeldBack heldBack,
      VaultHarvests harvests) {
    this.harvests = harvests;
    this.contracts = contracts;
    this.vaults = vaults;
    this.batches = batches;
    this.planting = planting;
    this.heldBack = heldBack;
  }

  /** Those for whom there is room now, with all whose KALE lies in an account, in their order. */
  List<PlantCandidate> withRoom(PlantDecision target, List<PlantCandidate> farmers, long ledger) {
    long room = (long) batches.freeForPlants().size() * BatchPlan.MOST_VAULTS;
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
        able.add(new Plantable(farmer, stake, state.balance(), state.pool()));
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

  /**
   * Plants that share a transaction.
   *
   * @param like what plants from one after the other
   * @param harvests whether it harvests the block before for each of them
   */
  private record Part(Call.Many like, List<Plantable> farmers, boolean harvests) {}

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
    Set<UUID> due =
        harvests.due(farmers.stream().map(it -> it.farmer().farmer()).toList(), target.block());
    List<Address> lanes = batches.freeForPlants();
    Iterator<Address> free = lanes.iterator();
    int asked = 0;
    for (Map.Entry<Address, List<Plantable>> each : byContract.entrySet()) {
      for (Part part : parts(target, each.getKey(), each.getValue(), due, lanes.size())) {
        if (free.hasNext()) {
          request(target, free.next(), part, chosen);
          asked += part.farmers().size();
        }
      }
    }
    if (asked < farmers.size()) {
      batches.waiting(ledger);
    }
  }

  /**
   * Those whose pail of the block before is due go in turns, the others' pails stay. What failed
   * together once goes in small parts, and then each by itself.
   */
  private List<Part> parts(
      PlantDecision target, Address contract, List<Plantable> farmers, Set<UUID> due, int lanes) {
    List<Plantable> turns = new ArrayList<>();
    List<Plantable> fresh = new ArrayList<>();
    List<Plantable> again = new ArrayList<>();
    List<List<Plantable>> rest = new ArrayList<>();
    for (Plantable each : farmers) {
      if (each.farmer().lastCause() != Cause.BATCH_FAILED) {
        (due.contains(each.farmer().farmer()) ? turns : fresh).add(each);
      } else if (each.farmer().attempts() > 1) {
        rest.add(List.of(each));
      } else {
        again.add(each);
      }
    }
    rest.addAll(BatchPlan.all(again, again.size(), AGAIN, AGAIN));
    Call.Many turn =
        new Call.TurnMany(
            contract, vaults.operator(), target.block() - 1, target.opens(), List.of());
    Call.Many plant = new Call.PlantMany(contract, vaults.operator(), List.of());
    List<Part> all = new ArrayList<>();
    BatchPlan.all(
            turns, Math.max(1, lanes - rest.size()), BatchPlan.MOST_TURNS, BatchPlan.MOST_TURNS)
        .forEach(part -> all.add(new Part(turn, part, true)));
    BatchPlan.all(
            fresh,
            Math.max(1, lanes - rest.size() - all.size()),
            BatchPlan.PLANTS,
            BatchPlan.MOST_VAULTS)
        .forEach(part -> all.add(new Part(plant, part, false)));
    rest.forEach(part -> all.add(new Part(plant, part, false)));
    return all;
  }

  private void request(
      PlantDecision target, Address channel, Part part, Map<UUID, Choices.Chosen> chosen) {
    Map<UUID, Choices.Chosen> its = new HashMap<>();
    List<Planting.Together> plants = new ArrayList<>();
    for (Plantable each : part.farmers()) {
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
                  new Call.Plant(farmer.custodial(), each.stake())),
              part.harvests() ? harvest(farmer, target.block() - 1) : null));
    }
    planting.apply(target.block(), channel, part.like(), plants, target.notAfter(), its);
  }

  private static Deed harvest(PlantCandidate farmer, long block) {
    return new Deed(
        Action.HARVEST, farmer.farmer(), block, new Call.Harvest(farmer.custodial(), block));
  }
}
