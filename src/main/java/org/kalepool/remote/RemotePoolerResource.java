package org.kalepool.remote;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.pooler.PoolerFarmers;
import org.kalepool.pooler.Standing;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.Caller;
import org.kalepool.web.HttpSettings;

/** Who a pooler's machine is here. */
@Path("/api/v1/pooler")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.POOLER)
@Tag(name = "pooler machines")
public final class RemotePoolerResource {
  private final MyPooler mine;
  private final PoolerFarmers farmers;
  private final NetworkSettings network;
  private final HttpSettings http;

  RemotePoolerResource(
      MyPooler mine, PoolerFarmers farmers, NetworkSettings network, HttpSettings http) {
    this.mine = mine;
    this.farmers = farmers;
    this.network = network;
    this.http = http;
  }

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
