package org.kalepool.plant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.BlockDue;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.plant.PlantStore.Unfinished;
import org.kalepool.schedule.Rest;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.FarmView;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionRequest;

/** Plants whoever is to be planted, and gives a cause for everybody who is not. */
@ApplicationScoped
class PlantCoordinator implements Sweep {
  private static final Logger LOG = Logger.getLogger(PlantCoordinator.class);

  /** Two ledger entries an account, 200 a request. */
  private static final int ACCOUNTS_A_READ = 100;

  private final Blocks blocks;
  private final Chain chain;
  private final PlantStore store;
  private final Planting planting;
  private final Tasks tasks;
  private final PlantSettings settings;
  private final Rest rest;
  private final Event<FarmerPlanted> planted;
  private final Event<PlantingFinished> finished;

  PlantCoordinator(
      Blocks blocks,
      Chain chain,
      PlantStore store,
      Planting planting,
      Tasks tasks,
      PlantSettings settings,
      Clock clock,
      Event<FarmerPlanted> planted,
      Event<PlantingFinished> finished) {
    this.blocks = blocks;
    this.chain = chain;
    this.store = store;
    this.planting = planting;
    this.tasks = tasks;
    this.settings = settings;
    this.rest = new Rest(clock, 4);
    this.planted = planted;
    this.finished = finished;
  }

  @Override
  public String name() {
    return "plant";
  }

  @Override
  public Duration every() {
    return settings.interval();
  }

  void opened(@Observes BlockOpened event) {
    tasks.submit(name(), this::sweep);
  }

  void due(@Observes BlockDue event) {
    tasks.submit(name(), this::sweep);
  }

  /** What did not land is tried again once a ledger, not in a tight loop. */
  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  /** One of many has landed: a look soon, but not one after the other. */
  void landed() {
    if (rest.over()) {
      tasks.submit(name(), this::sweep);
    }
  }

  @Override
  public void sweep() {
    rest.after(this::look);
  }

  private void look() {
    Optional<Blocks.Current> current = blocks.current();
    if (current.isEmpty()) {
      return;
    }
    try {
      Optional<Target> target = Target.of(current.get(), settings.latestAge());
      if (target.isPresent()) {
        plant(target.get());
      }
      finish(current.get());
    } catch (RpcException e) {
      LOG.warnf("planting waits, the network cannot be read: %s", e.getMessage());
    }
  }

  private void plant(Target target) {
    List<Candidate> candidates = store.candidates(target.block());
    if (candidates.isEmpty()) {
      return;
    }
    List<Candidate> open = findPlanted(target.block(), candidates);
    List<Failure> over = new ArrayList<>();
    List<Candidate> able = new ArrayList<>();
    for (Candidate farmer : open) {
      Failure failure = exhausted(farmer);
      if (failure == null) {
        able.add(farmer);
      } else {
        over.add(failure);
      }
    }
    planting.apply(target.block(), List.of(), over);
    Optional<BigInteger> cap = able.isEmpty() ? Optional.empty() : cap(target);
    if (cap.isEmpty()) {
      return;
    }
    for (int from = 0; from < able.size(); from += ACCOUNTS_A_READ) {
      List<Candidate> part = able.subList(from, Math.min(from + ACCOUNTS_A_READ, able.size()));
      request(target, part, cap.get());
    }
  }

  /** Records those whose pail the chain has; returns the others. */
  private List<Candidate> findPlanted(long block, List<Candidate> candidates) {
    List<Address> unsure =
        candidates.stream()
            .filter(Candidate::saidAlreadyPlanted)
            .map(Candidate::custodial)
            .toList();
    if (unsure.isEmpty()) {
      return candidates;
    }
    Map<Address, StoredPail> pails = chain.pails(unsure, block);
    List<Candidate> others = new ArrayList<>();
    for (Candidate farmer : candidates) {
      StoredPail pail = farmer.saidAlreadyPlanted() ? pails.get(farmer.custodial()) : null;
      if (pail == null) {
        others.add(farmer);
      } else {
        planting.found(farmer, block, pail);
        planted.fire(new FarmerPlanted(farmer.farmer(), block));
      }
    }
    return others;
  }

  private @Nullable Failure exhausted(Candidate farmer) {
    Cause cause = farmer.lastCause();
    // "Already planted" without a pail to be seen is a lagging node's: judged when the block is
    // over.
    if (cause == null || Verdict.of(cause) == Verdict.READ_PAIL) {
      return null;
    }
    boolean over = Verdict.of(cause) == Verdict.OVER || farmer.attempts() >= settings.maxAttempts();
    return over
        ? new Failure(farmer.farmer(), cause, farmer.lastDetail(), farmer.lastTransaction())
        : null;
  }

  /** The highest sensible stake in stroops; empty while the block's limits cannot be read. */
  private Optional<BigInteger> cap(Target target) {
    if (!settings.capAtMaxStake()) {
      return Optional.of(BigInteger.valueOf(Long.MAX_VALUE));
    }
    if (!target.opens()) {
      return store.maxStake(target.block()).map(Target::cap);
    }
    FarmView view = chain.farm();
    if (view.farm().index() == target.block() - 1) {
      // Nobody can plant in a due block, so what it has seen is what the next one will have.
      BigInteger maxStake = view.farm().observed().maxStake();
      return Optional.of(Target.cap(maxStake));
    }
    return chain.block(target.block()).map(StoredBlock::block).map(b -> Target.cap(b.maxStake()));
  }

  private void request(Target target, List<Candidate> farmers, BigInteger cap) {
    NetworkTerms terms = chain.terms();
    Xlm needed =
        terms.plantFee().plus(terms.workFee()).plus(terms.workFee()).plus(terms.harvestFee());
    Map<Address, Holdings> accounts =
        chain.holdings(farmers.stream().map(Candidate::custodial).toList());
    List<TransactionRequest> requests = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (Candidate farmer : farmers) {
      Holdings held = accounts.get(farmer.custodial());
      Failure failure = unable(farmer, held, needed);
      if (failure != null) {
        failures.add(failure);
      } else if (held != null && held.ledger() >= farmer.settledLedger()) {
        requests.add(request(target, farmer, stake(held, farmer.percentage(), cap)));
      }
    }
    planting.apply(target.block(), requests, failures);
  }

  private static @Nullable Failure unable(Candidate farmer, @Nullable Holdings held, Xlm needed) {
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
      String detail = "spendable " + held.spendable() + " XLM, a block takes " + needed;
      return new Failure(farmer.farmer(), Cause.INSUFFICIENT_XLM, detail, null);
    }
    return null;
  }

  /** floor(balance × percentage / 100), but no more than the cap. */
  private static Kale stake(Holdings held, int percentage, BigInteger cap) {
    Kale balance = held.kale() == null ? Kale.ZERO : held.kale();
    Kale share = balance.basisPoints(percentage * 100);
    return Kale.ofStroops(cap.min(BigInteger.valueOf(share.stroops())).longValueExact());
  }

  private static TransactionRequest request(Target target, Candidate farmer, Kale stake) {
    return new TransactionRequest(
        farmer.custodial(),
        Action.PLANT,
        farmer.farmer(),
        target.block(),
        new Call.Plant(farmer.custodial(), stake),
        target.notAfter());
  }

  /** Gives up whoever cannot be planted any more, and closes the planting of blocks. */
  private void finish(Blocks.Current now) {
    boolean late = now.due() || Target.isLate(now, settings.latestAge());
    for (Unfinished block : store.unfinished(now.index())) {
      if (block.block() < now.index() || late) {
        giveUp(block, block.block() < now.index() - 1);
      }
      if (!block.finished() && store.finish(block.block())) {
        LOG.infof("planting of block %d finished", block.block());
        finished.fire(new PlantingFinished(block.block()));
      }
    }
  }

  /**
   * @param settled whether no node can lag so far that it does not know the block's pails yet
   */
  private void giveUp(Unfinished block, boolean settled) {
    List<Candidate> left = store.leftOver(block);
    if (left.isEmpty()) {
      return;
    }
    List<Failure> failures = new ArrayList<>();
    for (Candidate farmer : findPlanted(block.block(), left)) {
      if (settled || !farmer.saidAlreadyPlanted()) {
        Cause cause = farmer.lastCause() == null ? Cause.BLOCK_CLOSED : farmer.lastCause();
        failures.add(
            new Failure(farmer.farmer(), cause, farmer.lastDetail(), farmer.lastTransaction()));
      }
    }
    planting.apply(block.block(), List.of(), failures);
  }
}
