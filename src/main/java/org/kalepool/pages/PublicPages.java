package org.kalepool.pages;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;
import org.kalepool.ops.BlockDeeds;
import org.kalepool.ops.BlockPages;
import org.kalepool.ops.BlockResource;
import org.kalepool.pooler.PoolerAnswer;
import org.kalepool.pooler.PoolerResource;
import org.kalepool.web.Client;
import org.kalepool.web.EventPlaces;
import org.kalepool.web.IdOf;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemKind;

/** What everybody may see. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class PublicPages {
  private static final String CHARTED = "96";

  private final Frames frames;
  private final FrontPage front;
  private final BlockResource blocks;
  private final BlockDeeds deeds;
  private final PoolerResource poolers;
  private final LiveBlocks live;
  private final EventPlaces places;
  private final ApiReader api;
  private final StellarToml toml;
  private final Explorer explorer;

  PublicPages(
      Frames frames,
      FrontPage front,
      BlockResource blocks,
      BlockDeeds deeds,
      PoolerResource poolers,
      LiveBlocks live,
      EventPlaces places,
      ApiReader api,
      StellarToml toml,
      Explorer explorer) {
    this.frames = frames;
    this.front = front;
    this.blocks = blocks;
    this.deeds = deeds;
    this.poolers = poolers;
    this.live = live;
    this.places = places;
    this.api = api;
    this.toml = toml;
    this.explorer = explorer;
  }

  @GET
  public TemplateInstance home(@Context RoutingContext routing) {
    return Templates.home(frames.of(routing, "Farm KALE together", "home"), front.view());
  }

  /** The running block, whenever it changes. */
  @GET
  @Path("live")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.TEXT_PLAIN)
  public Multi<String> live(@Context RoutingContext routing) {
    Client client = Client.of(routing);
    places.take(client);
    return live.changes().onTermination().invoke(() -> places.giveBack(client));
  }

  @GET
  @Path("blocks")
  public TemplateInstance blocks(
      @Context RoutingContext routing, @QueryParam("cursor") @Nullable String cursor) {
    return Templates.blocks(
        frames.of(routing, "Blocks", "blocks"),
        new BlocksView(blocks.list(cursor, CHARTED), cursor != null));
  }

  @GET
  @Path("blocks/{index}")
  public TemplateInstance block(
      @Context RoutingContext routing,
      @PathParam("index") String index,
      @QueryParam("cursor") @Nullable String cursor) {
    Paging paging = Paging.of(cursor, null);
    BlockPages.Shown block = blocks.get(index);
    return Templates.block(
        frames.of(routing, "Block " + block.blockIndex(), "blocks"),
        new OneBlockView(block, deeds.of(block.blockIndex(), paging), cursor != null, explorer));
  }

  @GET
  @Path("poolers/{id}")
  public TemplateInstance pooler(
      @Context RoutingContext routing,
      @PathParam("id") @IdOf(missing = ProblemKind.POOLER_NOT_FOUND) UUID id) {
    PoolerAnswer pooler = poolers.get(id);
    return Templates.pooler(frames.of(routing, pooler.name(), "poolers"), front.pooler(pooler));
  }

  @GET
  @Path("api")
  public TemplateInstance api(@Context RoutingContext routing) {
    return Templates.api(frames.of(routing, "API", "api"), api.view());
  }

  /** SEP-1, which wallets of every site may read. */
  @GET
  @Path(".well-known/stellar.toml")
  @Produces(MediaType.TEXT_PLAIN)
  public Response toml() {
    return Response.ok(toml.text(), MediaType.TEXT_PLAIN + ";charset=UTF-8")
        .header("Access-Control-Allow-Origin", "*")
        .build();
  }
}
