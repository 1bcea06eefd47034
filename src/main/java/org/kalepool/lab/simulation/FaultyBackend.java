package org.kalepool.lab.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.kalepool.machine.BackendAwayException;
import org.kalepool.machine.BackendRefusalException;
import org.kalepool.machine.PoolerBackend;
import org.kalepool.machine.PoolerMessages.Beat;
import org.kalepool.machine.PoolerMessages.BeatAnswer;
import org.kalepool.machine.PoolerMessages.HarvestAnswer;
import org.kalepool.machine.PoolerMessages.HarvestRequest;
import org.kalepool.machine.PoolerMessages.Me;
import org.kalepool.machine.PoolerMessages.PlantAnswer;
import org.kalepool.machine.PoolerMessages.PlantRequest;
import org.kalepool.machine.PoolerMessages.ReportAnswer;
import org.kalepool.machine.PoolerMessages.WorkReport;
import org.kalepool.machine.PoolerMessages.WorksAnswer;
import org.kalepool.machine.PoolerMessages.WorksRequest;

/**
 * The backend as a simulated machine has it: calls and answers are lost, calls arrive twice or
 * late, and what the machine says may be a lie. An internal error of the backend's is never right.
 */
final class FaultyBackend implements PoolerBackend {
  private static final int LATEST = 12;
  private static final String INTERNAL_ERROR = ": 500";

  private final PoolerBackend backend;
  private final PoolerLies lies;
  private final Predicate<SimulatedFault> happens;
  private final SplittableRandom random;
  private final List<Late> late = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private long ledger;
  private long asked;
  private long plantsOf = -1;

  /** A call under way. */
  private record Late(long ledger, Supplier<?> call) {}

  /**
   * @param happens draws whether something goes wrong now, and counts it
   */
  FaultyBackend(
      PoolerBackend backend,
      PoolerLies lies,
      Predicate<SimulatedFault> happens,
      SplittableRandom random) {
    this.backend = backend;
    this.lies = lies;
    this.happens = happens;
    this.random = random;
  }

  /** Delivers what was late until this ledger. */
  void ledgerClosed(long sequence) {
    ledger = sequence;
    List<Late> now = late.stream().filter(each -> each.ledger() <= sequence).toList();
    late.removeAll(now);
    now.forEach(each -> unheard(each.call()));
  }

  /** How often the machine has asked for something that the pool is to do soon. */
  long asked() {
    return asked;
  }

  /** The internal errors since the last call of this. */
  List<String> takeFailures() {
    List<String> taken = List.copyOf(failures);
    failures.clear();
    return taken;
  }

  private <T> T call(Supplier<T> real) {
    if (happens.test(SimulatedFault.POOLER_CALL_LOST)) {
      throw away("a lost call");
    }
    if (happens.test(SimulatedFault.POOLER_ANSWER_LOST)) {
      unheard(real);
      throw away("a lost answer");
    }
    if (happens.test(SimulatedFault.POOLER_CALL_LATE)) {
      late.add(new Late(ledger + 1 + random.nextInt(LATEST), real));
      throw away("a late call");
    }
    if (happens.test(SimulatedFault.POOLER_CALL_DOUBLED)) {
      unheard(real);
    }
    return heard(real);
  }

  private static BackendAwayException away(String what) {
    return new BackendAwayException(what, null, java.time.Duration.ZERO);
  }

  /** Whatever the backend says, it is not heard. */
  private void unheard(Supplier<?> real) {
    try {
      heard(real);
    } catch (BackendAwayException | BackendRefusalException e) {
      // said to nobody; an internal error has been noted
      return;
    }
  }

  private <T> T heard(Supplier<T> real) {
    try {
      return real.get();
    } catch (BackendAwayException e) {
      String what = String.valueOf(e.getMessage());
      if (what.contains(INTERNAL_ERROR)) {
        failures.add("the second pooler's call: " + what);
      }
      throw e;
    }
  }

  @Override
  public Me me() {
    return call(backend::me);
  }

  @Override
  public BeatAnswer heartbeat(Beat beat) {
    return call(() -> backend.heartbeat(beat));
  }

  @Override
  public PlantAnswer plant(PlantRequest request) {
    if (request.blockIndex() != plantsOf) {
      plantsOf = request.blockIndex();
      asked++;
    }
    return call(() -> backend.plant(request));
  }

  @Override
  public WorksAnswer works(WorksRequest request) {
    asked++;
    WorksRequest told =
        happens.test(SimulatedFault.POOLER_LIES) ? lies.works(request, random) : request;
    return call(() -> backend.works(told));
  }

  @Override
  public ReportAnswer report(WorkReport report) {
    WorkReport told =
        happens.test(SimulatedFault.POOLER_LIES) ? lies.report(report, random) : report;
    return call(() -> backend.report(told));
  }

  @Override
  public HarvestAnswer harvest(HarvestRequest request) {
    asked++;
    return call(() -> backend.harvest(request));
  }
}
