package org.kalepool.remote;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.pooler.Heartbeats;
import org.kalepool.pooler.PlantWishes;
import org.kalepool.pooler.PoolerSettings;
import org.kalepool.pooler.Standing;
import org.kalepool.web.Caller;

/** How a pooler's machine says that it lives. */
@Path("/api/v1/pooler")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.POOLER)
@Tag(name = "pooler machines")
public final class HeartbeatResource {
  private final MyPooler mine;
  private final Heartbeats heartbeats;
  private final PlantWishes wishes;
  private final Blocks blocks;
  private final Clock clock;
  private final PoolerSettings settings;

  HeartbeatResource(
      MyPooler mine,
      Heartbeats heartbeats,
      PlantWishes wishes,
      Blocks blocks,
      Clock clock,
      PoolerSettings settings) {
    this.mine = mine;
    this.heartbeats = heartbeats;
    this.wishes = wishes;
    this.blocks = blocks;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Whether anything would be planted.
   *
   * @param why a sentence, null if it would
   */
  @Schema(name = "PlantingOutlook")
  record Planting(boolean allowed, @Nullable String why) {}

  /** The answer to a heartbeat. */
  @Schema(name = "HeartbeatAnswer")
  record Heard(
      UUID poolerId,
      Instant serverTime,
      @Schema(description = "When the next one is expected") int heartbeatSeconds,
      @Schema(description = "So long after the last one nothing is planted") int silentAfterSeconds,
      @Schema(description = "The running block; null before the network was seen")
          @Nullable Long blockIndex,
      PoolerSettingsShown settings,
      Planting planting) {}

  @POST
  @Path("/heartbeat")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "sendHeartbeat",
      summary = "Say how the machine does; whoever is silent is not planted for")
  public Heard heartbeat(HeartbeatRequest body) {
    heartbeats.heard(mine.id(), body.beat());
    Standing standing = mine.standing();
    Optional<String> obstacle = wishes.obstacle(standing);
    return new Heard(
        standing.poolerId(),
        clock.instant(),
        Math.toIntExact(settings.heartbeatInterval().toSeconds()),
        Math.toIntExact(settings.silentAfter().toSeconds()),
        blocks.current().map(Blocks.Current::index).orElse(null),
        PoolerSettingsShown.of(standing),
        new Planting(obstacle.isEmpty(), obstacle.orElse(null)));
  }
}
