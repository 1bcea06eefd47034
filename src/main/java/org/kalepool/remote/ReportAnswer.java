package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the pool knows of a pooler's works in a block. */
@RegisterForReflection
@Schema(name = "WorkReportAnswer")
record ReportAnswer(
    boolean success,
    @Schema(description = "How many of those reported have a work on the chain") int workRecorded,
    @Schema(
            description =
                "What the pooler owes for the block, or would if it ended now: stakes of its pails"
                    + " that have no work on the chain, stroops")
        long compensationAmount,
    @Schema(description = "Farmers of the pooler whose pails are worked and not harvested")
        List<UUID> readyForHarvest,
    @Schema(description = "Reported as worked, and not on the chain; or no pails of the pooler's")
        List<NotRecorded> notRecorded) {

  /** Why a report counts for nothing. */
  @RegisterForReflection
  @Schema(name = "NotRecordedWork")
  record NotRecorded(UUID farmerId, String message) {}
}
