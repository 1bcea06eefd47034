package org.kalepool.machine;

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
 * The backend, as a pooler's machine sees it. Every call may be repeated. Each throws {@link
 * BackendAwayException} if the backend cannot be asked now, and {@link BackendRefusalException} if
 * it refuses.
 */
public interface PoolerBackend {
  Me me();

  BeatAnswer heartbeat(Beat beat);

  PlantAnswer plant(PlantRequest request);

  WorksAnswer works(WorksRequest request);

  ReportAnswer report(WorkReport report);

  HarvestAnswer harvest(HarvestRequest request);
}
