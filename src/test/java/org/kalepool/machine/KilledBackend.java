package org.kalepool.machine;

import java.util.function.Supplier;
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
 * A backend whose caller dies before it has called, or after the backend has done what it was
 * asked.
 */
record KilledBackend(PoolerBackend backend, KillPoints points) implements PoolerBackend {
  private <T> T call(String what, Supplier<T> real) {
    points.pass("before " + what);
    T answer = real.get();
    points.pass("after " + what);
    return answer;
  }

  @Override
  public Me me() {
    return backend.me();
  }

  @Override
  public BeatAnswer heartbeat(Beat beat) {
    return call("heartbeat", () -> backend.heartbeat(beat));
  }

  @Override
  public PlantAnswer plant(PlantRequest request) {
    return call("plant request", () -> backend.plant(request));
  }

  @Override
  public WorksAnswer works(WorksRequest request) {
    return call("works", () -> backend.works(request));
  }

  @Override
  public ReportAnswer report(WorkReport report) {
    return call("report", () -> backend.report(report));
  }

  @Override
  public HarvestAnswer harvest(HarvestRequest request) {
    return call("harvest request", () -> backend.harvest(request));
  }
}
