package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.block.KnownBlocks;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.profit.ChoiceCandidate;
import org.kalepool.profit.Choices;
import org.kalepool.profit.HarvestTiming;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.FarmView;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.TransactionRequest;

/** Asks for the plants of farmers whose accounts can bear them, with the stakes they can have. */
@Singleton
final class PlantRequests {
  private static final String NO_MORE_DEBT =
      "the stakes of others are as much as the pooler may come to owe";

  private final Chain chain;
  private final KnownBlocks blocks;
  private final Planting planting;
  private final HeldBack heldBack;
  private final PlantSettings settings;
  private final Choices choices;
  private final VaultPlants vaultPlants;

  PlantRequests(
      Chain chain,
      KnownBlocks blocks,
      Planting planting,
      HeldBack heldBack,
      PlantSettings settings,
      Choices choices,
      VaultPlants vaultPlants) {
    this.vaultPlants = vaultPlants;
    this.chain = chain;
    this.blocks = blocks;
    this.planting = planting;
    this.heldBack = heldBack;
    this.settings = settings;
    this.choices = choices;
  }

  /** Asks for them, unless the block's limits cannot be read yet. */
  void ask(PlantDecision target, WorkableFarmers.Chosen chosen, Current now) {
    List<PlantCandidate> farmers = chosen.farmers();
    Optional<Block> limits = farmers.isEmpty() ? Optional.empty() : limits(target);
    if (farmers.isEmpty() || (limits.isEmpty() && settings.capAtMaxStake())) {
      return;
    }
    BigInteger cap =
        settings.capAtMaxStake()
            ? PlantDecision.cap(limits.orElseThrow().maxStake())
            : BigInteger.valueOf(Long.MAX_VALUE);
    List<Plantable> able = new ArrayList<>();
    vaultPlants.withRoom(target, farmers, now.ledger()).stream()
        .gather(Gatherers.windowFixed(Chain.ACCOUNTS_A_READ))
        .forEach(part -> able.addAll(able(target, part, chosen.allowances(), cap, now.ledger())));
    Map<UUID, Choices.Chosen> decided =
        limits.map(it -> decide(target, it, able, now)).orElse(Map.of());
    List<Plantable> inVaults = new ArrayList<>();
    able.stream()
        .gather(Gatherers.windowFixed(Chain.ACCOUNTS_A_READ))
        .forEach(part -> inVaults.addAll(request(target, part, decided)));
    vaultPlants.request(target, inVaults, decided, now.ledger());
  }

  /** What a block scores by; empty while that cannot be read. */
  private Optional<Block> limits(PlantDecision target) {
    if (!target.opens()) {
      return blocks.limits(target.block());
    }
    FarmView view = chain.farm();
    if (view.farm().index() == target.block() - 1) {
      // Nobody can plant in a due block, so what it has seen is what the next one will have.
      Block observed = view.farm().observed();
      return Optional.of(observed.opened(observed.timestamp()));
    }
    return chain.block(target.block()).map(StoredBlock::block);
  }

  private List<Plantable> able(
      PlantDecision target,
      List<PlantCandidate> all,
      Allowances allowances,
      BigInteger cap,
      long newestLedger) {
    Map<Boolean, List<PlantCandidate>> kinds =
        all.stream().collect(Collectors.partitioningBy(it -> it.custodial().isAccount()));
    List<PlantCandidate> farmers = kinds.getOrDefault(true, List.of());
    NetworkTerms terms = chain.terms();
    Map<Address, Holdings> accounts =
        chain.holdings(farmers.stream().map(PlantCandidate::custodial).toList());
    List<Plantable> able =
        new ArrayList<>(
            vaultPlants.able(target, kinds.getOrDefault(false, List.of()), allowances, cap));
    List<Failure> failures = new ArrayList<>();
    for (PlantCandidate farmer : farmers) {
      Holdings held = accounts.get(farmer.custodial());
      if (held == null && missingOnlySoFar(target.block(), farmer, newestLedger)) {
        continue;
      }
      Failure failure = unable(farmer, held, needed(farmer, terms));
      if (failure != null) {
        failures.add(failure);
      } else if (held != null && held.ledger() >= farmer.settledLedger()) {
        Kale wanted = stake(held, farmer, cap);
        Kale stake = allowances.take(farmer.pooler(), wanted);
        if (stake.isZero() && !wanted.isZero()) {
          heldBack.hold(target.block(), farmer, Cause.POOLER_LIMITED, NO_MORE_DEBT);
        } else {
          able.add(
              new Plantable(farmer, stake, held.kale() == null ? Kale.ZERO : held.kale(), null));
        }
      }
    }
    planting.apply(target.block(), List.of(), failures);
    return able;
  }

  private Map<UUID, Choices.Chosen> decide(
      PlantDecision target, Block limits, List<Plantable> able, Current now) {
    List<ChoiceCandidate> candidates =
        able.stream()
            .map(
                each ->
                    new ChoiceCandidate(
                        each.farmer().farmer(),
                        each.farmer().pooler(),
                        FarmWhen.valueOf(each.farmer().farmWhen()),
                        each.farmer().custodial().isContract(),
                        each.stake(),
                        each.farmer().shareBasisPoints(),
                        new HarvestTiming.Wish(
                            each.held().plus(each.farmer().staked()),
                            each.farmer().percentage(),
                            each.farmer().interval())))
            .toList();
    double left =
        target.opens()
            ? GameRules.BLOCK_INTERVAL_SECONDS
            : now.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS - now.closeTime();
    return choices.decide(target.block(), limits, left, chain.terms(), candidates);
  }

  /** Asks for the plants of those with accounts; gives the others, with the stakes chosen. */
  private List<Plantable> request(
      PlantDecision target, List<Plantable> farmers, Map<UUID, Choices.Chosen> decided) {
    List<Planting.Wish> wishes = new ArrayList<>();
    List<Plantable> others = new ArrayList<>();
    Map<UUID, Choices.Chosen> chosen = new HashMap<>();
    for (Plantable able : farmers) {
      PlantCandidate farmer = able.farmer();
      Choices.Chosen choice = decided.get(farmer.farmer());
      boolean plants = choice == null || choice.decision().plants();
      if (choice != null && (able.contract() == null || !plants)) {
        chosen.put(farmer.farmer(), choice);
      }
      if (choice != null && !plants) {
        heldBack.hold(target.block(), farmer, Cause.NOT_PAYING, choice.why());
        continue;
      }
      heldBack.release(target.block(), farmer.farmer());
      Kale stake = choice == null ? able.stake() : choice.decision().stake();
      if (able.contract() == null) {
        wishes.add(wish(target, farmer, stake));
      } else {
        others.add(new Plantable(farmer, stake, able.held(), able.contract()));
      }
    }
    planting.apply(target.block(), wishes, List.of(), chosen);
    return others;
  }

  /**
   * Whether a node that lags may have said that an account is missing. It says so of any account
   * that was made after the ledger it is at, so it is asked as of which ledger that is.
   */
  private boolean missingOnlySoFar(long block, PlantCandidate farmer, long newestLedger) {
    FarmerOnChain seen = chain.farmer(farmer.custodial(), List.of());
    boolean fresh = seen.ledger() >= Math.max(newestLedger, farmer.settledLedger());
    if (fresh && seen.holdings() == null) {
      return false;
    }
    String detail = "no account as of ledger " + seen.ledger() + ", the newest is " + newestLedger;
    heldBack.hold(block, farmer, Cause.ACCOUNT_MISSING, detail);
    return true;
  }

  /** One plant, two works, and a harvest for this pail and for each that is open. */
  private static Xlm needed(PlantCandidate farmer, NetworkTerms terms) {
    return terms
        .plantFee()
        .plus(terms.workFee().times(2))
        .plus(terms.harvestFee().times(farmer.openPails() + 1));
  }

  private static @Nullable Failure unable(
      PlantCandidate farmer, @Nullable Holdings held, Xlm needed) {
    if (held == null) {
      return new Failure(farmer.farmer(), Cause.ACCOUNT_MISSING, null, null);
    }
    if (held.ledger() < farmer.settledLedger()) {
      return null;
    }
    if (!held.hasTrustline()) {
      return new Failure(farmer.farmer(), Cause.NO_TRUSTLINE, null, null);
    }
    if (held.spendable().compareTo(needed) < 0) {
      String detail =
          "spendable "
              + held.spendable()
              + " XLM, a block and the harvests of "
              + farmer.openPails()
              + " open pails take "
              + needed;
      return new Failure(farmer.farmer(), Cause.INSUFFICIENT_XLM, detail, null);
    }
    return null;
  }

  /**
   * floor((balance − what a payout needs) × percentage / 100), but no more than the cap: whichever
   * of plant and payout lands first leaves enough for the other.
   */
  private static Kale stake(Holdings held, PlantCandidate farmer, BigInteger cap) {
    Kale balance = held.kale() == null ? Kale.ZERO : held.kale();
    Kale share = balance.minus(farmer.kept()).max(Kale.ZERO).basisPoints(farmer.percentage() * 100);
    return Kale.ofStroops(cap.min(BigInteger.valueOf(share.stroops())).longValueExact());
  }

  private static Planting.Wish wish(PlantDecision target, PlantCandidate farmer, Kale stake) {
    return new Planting.Wish(
        farmer.farmer(),
        farmer.pooler(),
        new TransactionRequest(
            farmer.custodial(),
            Action.PLANT,
            farmer.farmer(),
            target.block(),
            new Call.Plant(farmer.custodial(), stake),
            target.notAfter()));
  }
}
