package org.kalepool.remote;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.block.Blocks.Current;
import org.kalepool.plant.PlantOutlook;
import org.kalepool.plant.PlantOutlook.Reason;
import org.kalepool.pooler.PlantWishes;
import org.kalepool.remote.PlantAnswer.Failed;
import org.kalepool.remote.PlantAnswer.Planted;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.Caller;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** How a pooler has its farmers planted: for whoever does not ask nothing is. */
@Path("/api/v1/pooler/plant-request")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.POOLER)
@Tag(name = "pooler machines")
public final class RemotePlantResource {
  private final MyPooler mine;
  private final PlantWishes wishes;
  private final FarmersInBlock farmers;
  private final PlantOutlook outlook;
  private final Blocks blocks;
  private final Changes changes;

  RemotePlantResource(
      MyPooler mine,
      PlantWishes wishes,
      FarmersInBlock farmers,
      PlantOutlook outlook,
      Blocks blocks,
      Changes changes) {
    this.mine = mine;
    this.wishes = wishes;
    this.farmers = farmers;
    this.outlook = outlook;
    this.blocks = blocks;
    this.changes = changes;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(
      operationId = "requestPlants",
      summary =
          "Have the pooler's farmers planted in a block, and hear who is; asking again plants"
              + " nobody twice")
  public PlantAnswer plant(PlantRequestBody body) {
    UUID pooler = mine.named(body.poolerId());
    long block = body.blockIndex();
    Current now = now();
    if (block > now.index() + 1) {
      throw new ProblemException(
          ProblemKind.BLOCK_NOT_OPEN,
          "Block %d runs; plants can be asked for in that and the next.".formatted(now.index()));
    }
    if (block < now.index()) {
      return answer(pooler, block);
    }
    wishes.ask(pooler, block, body.maxFarmersCapacity());
    return changes.await(
        () -> answer(pooler, block), answer -> answer.pending().isEmpty(), body.patience());
  }

  private Current now() {
    return blocks.current().orElseThrow(() -> new RpcException("no block is known yet"));
  }

  private PlantAnswer answer(UUID pooler, long block) {
    Current now = now();
    List<Planted> planted = new ArrayList<>();
    List<Failed> failed = new ArrayList<>();
    List<UUID> pending = new ArrayList<>();
    List<Failed> heldBack = new ArrayList<>();
    for (FarmersInBlock.Row row : farmers.planting(pooler, block)) {
      if (row.isPlanted()) {
        planted.add(Planted.of(row));
      } else if (row.cause() != null) {
        failed.add(failure(row.farmer(), Cause.valueOf(row.cause()), row.detail()));
      } else if (row.open()) {
        pending.add(row.farmer());
      } else if (block >= now.index()) {
        Optional<Reason> reason = outlook.of(now, block, row.farmer());
        reason.ifPresentOrElse(
            why -> heldBack.add(failure(row.farmer(), why.cause(), why.detail())),
            () -> pending.add(row.farmer()));
      }
    }
    return PlantAnswer.of(planted, failed, pending, heldBack);
  }

  private static Failed failure(UUID farmer, Cause cause, @Nullable String detail) {
    return new Failed(farmer, ErrorCode.of(cause), ErrorCode.message(cause, detail));
  }
}
