package org.kalepool.plant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.block.BlockDue;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.Blocks;
import org.kalepool.block.KnownBlocks;
import org.kalepool.block.KnownBlocks.Unplanted;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.Address;
import org.kalepool.pooler.PlantsWanted;
import org.kalepool.profit.Choices;
import org.kalepool.schedule.Cooldown;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.stellar.RpcException;

/** Plants whoever is to be planted, and gives a cause for everybody who is not. */
@ApplicationScoped
class PlantCoordinator implements Sweep {
  private static final Logger LOG = Logger.getLogger(PlantCoordinator.class);

  private final Blocks blocks;
  private final KnownBlocks known;
  private final Chain chain;
  private final PlantingRepository plantings;
  private final Planting planting;
  private final PlantRequests requests;
  private final HeldBack heldBack;
  private final WorkableFarmers workable;
  private final Choices choices;
  private final OpeningLedger opening;
  private final Tasks tasks;
  private final PlantSettings settings;
  private final Cooldown cooldown;
  private final Event<FarmerPlanted> planted;
  private final Event<PlantingFinished> finished;
  private final Latecomers latecomers = new Latecomers();

  PlantCoordinator(
      Blocks blocks,
      KnownBlocks known,
      Chain chain,
      PlantingRepository plantings,
      Planting planting,
      PlantRequests requests,
      HeldBack heldBack,
      WorkableFarmers workable,
      Choices choices,
      OpeningLedger opening,
      Tasks tasks,
      PlantSettings settings,
      Clock clock,
      Event<FarmerPlanted> planted,
      Event<PlantingFinished> finished) {
    this.blocks = blocks;
    this.known = known;
    this.chain = chain;
    this.plantings = plantings;
    this.planting = planting;
    this.requests = requests;
    this.heldBack = heldBack;
    this.workable = workable;
    this.choices = choices;
    this.opening = opening;
    this.tasks = tasks;
    this.settings = settings;
    this.cooldown = new Cooldown(clock, 4);
    this.planted = planted;
    this.finished = finished;
  }

  @Override
  public String name() {
    return "plant";
  }

  @Override
  public Duration every() {
    return settings.sweepInterval();
  }

  void opened(@Observes BlockOpened event) {
    tasks.submit(name(), this::sweep);
  }

  void due(@Observes BlockDue event) {
    tasks.submit(name(), this::sweep);
  }

  void wanted(@Observes(during = TransactionPhase.AFTER_SUCCESS) PlantsWanted event) {
    heldBack.forget(event.block(), event.pooler());
    tasks.submit(name(), this::sweep);
  }

  /** What did not land is tried again once a ledger, not in a tight loop. */
  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  /** One of many has landed: a look soon, but not one after the other. */
  void landed() {
    if (cooldown.over()) {
      tasks.submit(name(), this::sweep);
    }
  }

  @Override
  public void sweep() {
    cooldown.after(this::look);
  }

  private void look() {
    Optional<Blocks.Current> current = blocks.current();
    if (current.isEmpty()) {
      return;
    }
    try {
      Optional<PlantDecision> target =
          opening
              .target(current.get())
              .or(() -> PlantDecision.of(current.get(), settings.latestAge().toSeconds()));
      if (target.isPresent()) {
        plant(target.get(), current.get());
      }
      holdForPause(current.get());
      finish(current.get());
    } catch (RpcException e) {
      LOG.warnf("planting waits, the network cannot be read: %s", e.getMessage());
    }
  }

  private void plant(PlantDecision target, Blocks.Current now) {
    List<PlantCandidate> candidates = plantings.candidates(target.block());
    if (candidates.isEmpty()) {
      return;
    }
    List<PlantCandidate> open = findPlanted(target.block(), candidates);
    List<Failure> over = new ArrayList<>();
    List<PlantCandidate> able = new ArrayList<>();
    boolean decided = !target.opens() && !choices.looksBetter(target.block(), chain.terms());
    for (PlantCandidate farmer : open) {
      if (decided && heldBack.doesNotPay(target.block(), farmer.farmer())) {
        // while the block was due or young, at the same price and fees: there is only less of it
        continue;
      }
      boolean spent = farmer.spent(target.opens()) >= settings.maxAttempts();
      Cause cause = farmer.lastCause();
      if (cause != null && !farmer.mayBePlanted() && (spent || isOver(cause))) {
        over.add(whyNot(target.block(), farmer));
      } else if (!spent) {
        able.add(farmer);
      }
      // A pail that may be there and cannot be seen is a lagging node's: judged after the block.
    }
    planting.apply(target.block(), List.of(), over);
    requests.ask(target, workable.of(target, now, able), now);
  }

  /** Records those whose pail the chain has; returns the others. */
  private List<PlantCandidate> findPlanted(long block, List<PlantCandidate> candidates) {
    List<Address> unsure =
        candidates.stream()
            .filter(PlantCandidate::mayBePlanted)
            .map(PlantCandidate::custodial)
            .toList();
    if (unsure.isEmpty()) {
      return candidates;
    }
    Map<Address, StoredPail> pails = chain.pails(unsure, block);
    List<PlantCandidate> others = new ArrayList<>();
    for (PlantCandidate farmer : candidates) {
      StoredPail pail = farmer.mayBePlanted() ? pails.get(farmer.custodial()) : null;
      if (pail == null) {
        others.add(farmer);
      } else {
        planting.found(farmer, block, pail);
        planted.fire(new FarmerPlanted(farmer.farmer(), block));
      }
    }
    return others;
  }

  private static boolean isOver(Cause cause) {
    return RetryDecision.of(cause) == RetryDecision.OVER;
  }

  /** While the farm is paused nobody can be planted, and that is nobody's fault here. */
  private void holdForPause(Blocks.Current now) {
    if (now.paused()
        && !now.due()
        && !PlantDecision.isLate(now, settings.latestAge().toSeconds())) {
      plantings
          .candidates(now.index())
          .forEach(
              farmer ->
                  heldBack.hold(now.index(), farmer, Cause.FARM_PAUSED, "the farm is paused"));
    }
  }

  /** Gives up whoever cannot be planted any more, and closes the planting of blocks. */
  private void finish(Blocks.Current now) {
    boolean late = now.due() || PlantDecision.isLate(now, settings.latestAge().toSeconds());
    boolean all = latecomers.due(now.index(), now.ledger());
    for (Unplanted block : known.unplanted(now.index())) {
      if (block.finished() && !all) {
        continue;
      }
      if (block.index() < now.index() || late) {
        giveUp(block, block.index() < now.index() - 1);
      }
      if (!block.finished() && finished(block)) {
        LOG.infof("planting of block %d finished", block.index());
        finished.fire(new PlantingFinished(block.index()));
      }
    }
  }

  /**
   * @return whether this call noted it
   */
  private boolean finished(Unplanted block) {
    return plantings
        .finished(block)
        .filter(plants -> known.planted(block.index(), plants))
        .isPresent();
  }

  /**
   * @param settled whether no node can lag so far that it does not know the block's pails yet
   */
  private void giveUp(Unplanted block, boolean settled) {
    List<PlantCandidate> left = plantings.leftOver(block);
    if (left.isEmpty()) {
      return;
    }
    List<Failure> failures = new ArrayList<>();
    for (PlantCandidate farmer : findPlanted(block.index(), left)) {
      if (settled || !farmer.mayBePlanted()) {
        failures.add(whyNot(block.index(), farmer));
      }
    }
    planting.apply(block.index(), List.of(), failures);
  }

  /** What its last attempt died of; where there was none, what held it back. */
  private Failure whyNot(long block, PlantCandidate farmer) {
    Cause cause = farmer.lastCause();
    if (cause != null) {
      return new Failure(farmer.farmer(), cause, farmer.lastDetail(), farmer.lastTransaction());
    }
    return heldBack
        .reason(block, farmer.farmer())
        .or(() -> choices.skipped(block, farmer.farmer()).map(why -> skipped(farmer, why)))
        .orElseGet(() -> new Failure(farmer.farmer(), Cause.BLOCK_CLOSED, null, null));
  }

  private static Failure skipped(PlantCandidate farmer, String why) {
    return new Failure(farmer.farmer(), Cause.NOT_PAYING, why, null);
  }
}
