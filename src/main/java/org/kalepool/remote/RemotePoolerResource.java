package org.kalepool.remote;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
import org.kalepool.kale.Address;
import org.kalepool.pooler.Heartbeats;
import org.kalepool.pooler.PlantWishes;
import org.kalepool.pooler.PoolerFarmers;
import org.kalepool.pooler.PoolerSettings;
import org.kalepool.pooler.Standing;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.Caller;
import org.kalepool.web.HttpSettings;

/** Who a pooler's machine is here, and how it says that it lives. */
@Path("/api/v1/pooler")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.POOLER)
@Tag(name = "pooler machines")
public final class RemotePoolerResource {
  private final MyPooler mine;
  private final Heartbeats heartbeats;
  private final PlantWishes wishes;
  private final PoolerFarmers farmers;
  private final Blocks blocks;
  private final NetworkSettings network;
  private final Clock clock;
  private final PoolerSettings settings;
  private final HttpSettings http;

  RemotePoolerResource(
      MyPooler mine,
      Heartbeats heartbeats,
      PlantWishes wishes,
      PoolerFarmers farmers,
      Blocks blocks,
      NetworkSettings network,
      Clock clock,
      PoolerSettings settings,
      HttpSettings http) {
    this.mine = mine;
    this.heartbeats = heartbeats;
    this.wishes = wishes;
    this.farmers = farmers;
    this.blocks = blocks;
    this.network = network;
    this.clock = clock;
    this.settings = settings;
    this.http = http;
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

  /** The network that the pool is on. */
  @Schema(name = "PoolNetwork")
  record Network(
      String passphrase, String contractId, @Schema(description = "CODE:ISSUER") String asset) {}

  /** A pooler's bond; the amount is stroops. */
  @Schema(name = "MyBond")
  record MyBond(
      @Schema(description = "The account to which it is paid: XLM first, then KALE") String account,
      @Schema(description = "What is there and counts") long amount,
      @Schema(description = "Why nothing can be done about it now, a sentence")
          @Nullable String waitingFor) {
    static @Nullable MyBond of(Standing pooler) {
      Address account = pooler.bondAccount();
      return account == null
          ? null
          : new MyBond(account.text(), pooler.bond().stroops(), pooler.bondWaits());
    }
  }

  /** A pooler as it sees itself; amounts are stroops. */
  @Schema(name = "MyPooler")
  record Me(
      UUID poolerId,
      String name,
      String wallet,
      boolean active,
      int shareBasisPoints,
      int maxFarmers,
      @Schema(description = "Who have a place with it") int farmers,
      long maxDebt,
      @Schema(description = "What raises max_debt by its amount; null until its account is made")
          @Nullable MyBond bond,
      long debt,
      @Nullable Instant lastSeenAt,
      @Schema(description = "0: no bound") int requestsPerMinute,
      Network network) {}

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

  @GET
  @Path("/me")
  @Operation(operationId = "getMyPooler", summary = "Who the key's pooler is, and where")
  public Me me() {
    Standing pooler = mine.standing();
    return new Me(
        pooler.poolerId(),
        pooler.name(),
        pooler.wallet().text(),
        pooler.active(),
        pooler.shareBasisPoints(),
        pooler.maxFarmers(),
        Math.toIntExact(farmers.places(pooler.poolerId()).all()),
        pooler.maxDebt().stroops(),
        MyBond.of(pooler),
        pooler.debt().stroops(),
        pooler.lastSeenAt(),
        http.poolerRequestsPerMinute(),
        network());
  }

  private Network network() {
    NetworkSettings.Asset asset = network.asset().orElseThrow(RemotePoolerResource::unset);
    return new Network(
        network.passphrase().orElseThrow(RemotePoolerResource::unset),
        network.contract().orElseThrow(RemotePoolerResource::unset).text(),
        asset.code() + ":" + asset.issuer().text());
  }

  private static RpcException unset() {
    return new RpcException("the pool is on no network");
  }
}
