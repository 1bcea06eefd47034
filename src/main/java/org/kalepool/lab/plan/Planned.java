package org.kalepool.lab.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kalepool.kale.Block;
import org.kalepool.work.plan.BlockView;
import org.kalepool.work.plan.Candidate;
import org.kalepool.work.plan.NetworkLog;
import org.kalepool.work.plan.NetworkMeasures;
import org.kalepool.work.plan.SubmissionDecision;
import org.kalepool.work.plan.SubmissionPlan;
import org.kalepool.work.plan.SubmissionSettings;
import org.kalepool.work.plan.WorkDecision;
import org.kalepool.work.plan.WorkPlan;
import org.kalepool.work.plan.WorkState;

/** The pool's own plans, on what a pool would have measured by then. */
final class Planned implements Strategy {
  private final SubmissionSettings settings;
  private final NetworkLog log = new NetworkLog();
  private final List<Candidate<Integer>> candidates = new ArrayList<>();
  private WorkPlan plan = new WorkPlan(0, 0, 0, false);
  private NetworkMeasures measures = NetworkMeasures.prior();
  private double kalePerPart;
  private boolean early;
  private long networkTime;
  private long networkLedger;

  /**
   * @param worksPerLedger as the pool derives it from the network's limits
   */
  Planned(SubmissionSettings settings, int worksPerLedger) {
    this.settings = settings;
    log.capacity(worksPerLedger);
  }

  @Override
  public String name() {
    return "the pool's plan";
  }

  /** Whether the pool's own plants are to open the block after the next one that is begun. */
  void early(boolean expected) {
    early = expected;
  }

  @Override
  public void begin(BlockRun run) {
    plan = WorkPlan.of(run.index, run.block, false);
    measures = log.measures(early);
    candidates.clear();
    for (PoolFarmer farmer : run.farmers) {
      candidates.add(Candidate.of(farmer.number, farmer.number, -1));
    }
  }

  @Override
  public void mine(BlockRun run, double from, double to) {
    double at = from;
    while (plan.next(candidates) instanceof WorkDecision.Mine<Integer>(Integer number, int zeros)) {
      at += run.random.untilHit(zeros, run.rate);
      if (at >= to) {
        return;
      }
      PoolFarmer farmer = run.farmers.get(number);
      farmer.found(run.random.zerosOfHit(zeros));
      candidates.set(number, Candidate.of(number, number, farmer.best()));
      if (farmer.sends() > 0) {
        decide(run, submissions(run, at), farmer);
      }
    }
  }

  @Override
  public void closed(BlockRun run) {
    observe(run);
    SubmissionPlan submissions = submissions(run, run.timing.close(run.ledger()));
    for (PoolFarmer farmer : run.farmers) {
      decide(run, submissions, farmer);
    }
  }

  @Override
  public void end(BlockRun run, Block closed) {
    observe(run);
    log.blockOpened(run.timing.opening() - run.timing.due(), early);
    networkTime += run.timing.duration();
    networkLedger += run.timing.opening();
    kalePerPart = BlockView.kalePerPart(run.index, closed);
  }

  private void observe(BlockRun run) {
    int ledger = run.ledger();
    log.ledgerClosed(networkLedger + ledger, networkTime + run.timing.close(ledger));
    for (Flight flight : run.landedNow()) {
      log.workLanded(flight.lands() - flight.since());
    }
  }

  private SubmissionPlan submissions(BlockRun run, double seconds) {
    int ledger = run.ledger();
    int farmers = run.farmers.size();
    BlockView view =
        new BlockView(
            run.index,
            run.block,
            0,
            ledger,
            run.timing.close(ledger),
            run.timing.pastDue(ledger),
            kalePerPart,
            plan.gainOfNextHash(candidates) * run.rate / farmers,
            WorkState.wave(farmers - 1, measures.worksPerLedger()) + 1);
    Instant now = Instant.ofEpochMilli((long) (seconds * 1000));
    return new SubmissionPlan(view, measures, settings, now);
  }

  private void decide(BlockRun run, SubmissionPlan submissions, PoolFarmer farmer) {
    if (farmer.planted > run.ledger()) {
      return;
    }
    switch (submissions.decide(state(run, farmer))) {
      case SubmissionDecision.SendFinal(int zeros) -> run.send(farmer, zeros);
      case SubmissionDecision.SendInsurance(int zeros) -> run.send(farmer, zeros);
      case SubmissionDecision.Wait _, SubmissionDecision.Nothing _ -> {}
    }
  }

  private WorkState state(BlockRun run, PoolFarmer farmer) {
    Optional<Flight> flight = farmer.sends() == 0 ? Optional.empty() : run.flying(farmer);
    int farmers = run.farmers.size();
    int place = (int) Math.floorMod(farmer.number + run.index * 37, farmers);
    return new WorkState(
        farmer.planted,
        farmer.stake,
        farmer.found(),
        farmer.landedZeros(),
        farmer.landedGap(),
        flight.map(Flight::zeros).orElse(-1),
        flight.map(Flight::since).orElse(0),
        farmer.sends(),
        WorkState.wave(place, measures.worksPerLedger()));
  }
}
