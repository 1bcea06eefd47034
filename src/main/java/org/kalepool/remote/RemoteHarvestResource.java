package org.kalepool.remote;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.kalepool.block.Blocks;
import org.kalepool.harvest.HarvestWanted;
import org.kalepool.remote.HarvestAnswer.Failed;
import org.kalepool.remote.HarvestAnswer.Harvested;
import org.kalepool.remote.PailFates.Fate;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.Caller;

/** How a pooler has pails harvested that the farmers' own settings allow to harvest now. */
@Path("/api/v1/pooler/harvest-request")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.POOLER)
@Tag(name = "pooler machines")
public final class RemoteHarvestResource {
  private final MyPooler mine;
  private final PailFates fates;
  private final Blocks blocks;
  private final Changes changes;
  private final Event<HarvestWanted> wanted;

  RemoteHarvestResource(
      MyPooler mine, PailFates fates, Blocks blocks, Changes changes, Event<HarvestWanted> wanted) {
    this.mine = mine;
    this.fates = fates;
    this.blocks = blocks;
    this.changes = changes;
    this.wanted = wanted;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(
      operationId = "requestHarvests",
      summary = "Have pails harvested that are due, and hear why the others are not")
  public HarvestAnswer harvest(HarvestRequestBody body) {
    UUID pooler = mine.named(body.poolerId());
    wanted.fire(new HarvestWanted());
    return changes.await(
        () -> answer(pooler, body.harvestBlocks()),
        answer -> answer.failedHarvests().stream().noneMatch(Failed::waits),
        body.patience());
  }

  private HarvestAnswer answer(UUID pooler, List<HarvestRequestBody.InBlock> wishes) {
    long running =
        blocks
            .current()
            .map(Blocks.Current::index)
            .orElseThrow(() -> new RpcException("no block is known yet"));
    List<Harvested> harvested = new ArrayList<>();
    List<Failed> failed = new ArrayList<>();
    for (HarvestRequestBody.InBlock wish : wishes) {
      long block = wish.blockIndex();
      for (Fate fate : fates.of(pooler, block, wish.farmers())) {
        Long reward = fate.reward();
        if (fate.planted() && "HARVESTED".equals(fate.ended()) && reward != null) {
          harvested.add(new Harvested(block, fate.farmer(), reward, fate.hash()));
        } else {
          failed.add(whyNot(pooler, block, running, fate));
        }
      }
    }
    return HarvestAnswer.of(harvested, failed);
  }

  static Failed whyNot(UUID pooler, long block, long running, Fate fate) {
    if (!fate.planted()) {
      return pooler.equals(fate.pooler())
          ? failed(block, fate, "not_planted", "The pooler has no pail of the farmer's there.")
          : failed(block, fate, "unknown_farmer", "No farmer of this pooler has this id.");
    }
    if (fate.cause() != null) {
      Cause cause = Cause.valueOf(fate.cause());
      return failed(
          block,
          fate,
          ErrorCode.of(cause),
          "The stake is lost: " + ErrorCode.message(cause, fate.detail()) + ".");
    }
    if (block >= running) {
      return failed(block, fate, "harvest_not_ready", "The block is not over.");
    }
    Integer interval = fate.interval();
    if (!fate.underWay()
        && interval != null
        && !fate.leaving()
        && fate.worked()
        && block + interval > running) {
      return failed(
          block,
          fate,
          "not_due",
          "The farmer lets pails wait for %d blocks: it is due in block %d."
              .formatted(interval, block + interval));
    }
    String last = fate.lastCause();
    return failed(
        block,
        fate,
        Failed.PENDING,
        last == null
            ? "It is under way."
            : "It is tried again: "
                + ErrorCode.message(Cause.valueOf(last), fate.lastDetail())
                + ".");
  }

  private static Failed failed(long block, Fate fate, String error, String message) {
    return new Failed(block, fate.farmer(), error, message);
  }
}
