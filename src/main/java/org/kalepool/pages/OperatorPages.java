package org.kalepool.pages;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.NetworkNow;
import org.kalepool.ops.Figured;
import org.kalepool.ops.OperatorFiguresResource;
import org.kalepool.ops.OperatorOverview;
import org.kalepool.ops.OperatorResource;
import org.kalepool.ops.OperatorStatus;
import org.kalepool.web.Audit;
import org.kalepool.web.Client;
import org.kalepool.web.EventPlaces;
import org.kalepool.web.Page;

/** What operators look at: what needs them, how it goes, and how it went. */
@Path("/operator")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class OperatorPages {
  private static final String STRIP = "60";
  private static final int DAY_OF_BLOCKS = 288;
  private static final String MOST = "200";

  /** What {@code pool backup} writes into the audit. */
  private static final String BACKUP = "backup";

  private final OperatorVisitors visitors;
  private final OperatorResource pool;
  private final OperatorOverview overview;
  private final OperatorFiguresResource figures;
  private final LiveBlocks live;
  private final EventPlaces places;
  private final Audit audit;
  private final Clock clock;

  OperatorPages(
      OperatorVisitors visitors,
      OperatorResource pool,
      OperatorOverview overview,
      OperatorFiguresResource figures,
      LiveBlocks live,
      EventPlaces places,
      Audit audit,
      Clock clock) {
    this.visitors = visitors;
    this.pool = pool;
    this.overview = overview;
    this.figures = figures;
    this.live = live;
    this.places = places;
    this.audit = audit;
    this.clock = clock;
  }

  @GET
  public TemplateInstance home(@Context RoutingContext routing) {
    return OperatorTemplates.home(visitors.frame(routing, "The pool", "operator"), view());
  }

  /** What changes, for the page to take in. */
  @GET
  @Path("now")
  public TemplateInstance now(@Context RoutingContext routing) {
    return OperatorTemplates.now(visitors.frame(routing, "The pool", "operator"), view());
  }

  private OperatorHomeView view() {
    OperatorStatus.Shown status = pool.status();
    OperatorOverview.Shown more = overview.now();
    OperatorStatus.Network network = status.network();
    Instant networkNow =
        network.ready()
            ? Instant.ofEpochSecond(NetworkNow.of(clock, network.closedAt().getEpochSecond()))
            : clock.instant();
    LocalDate today = LocalDate.ofInstant(networkNow, ZoneOffset.UTC);
    return new OperatorHomeView(
        OperatorNeeds.of(status, more, pool.stuck().items()),
        status,
        more,
        figures.blocks(null, STRIP).items(),
        figures.days().items().stream()
            .filter(day -> day.day().equals(today))
            .findFirst()
            .orElse(null),
        networkNow,
        audit.last(BACKUP, Instant.EPOCH).orElse(null));
  }

  /** Tells whenever the running block has changed. */
  @GET
  @Path("live")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.TEXT_PLAIN)
  public Multi<String> live(@Context RoutingContext routing) {
    visitors.operator(routing);
    Client client = Client.of(routing);
    places.take(client);
    return live.changes().onTermination().invoke(() -> places.giveBack(client));
  }

  @GET
  @Path("charts")
  public TemplateInstance charts(
      @Context RoutingContext routing, @QueryParam("over") @Nullable String over) {
    Frame frame = visitors.frame(routing, "Charts", "charts");
    boolean month = "month".equals(over);
    List<OperatorChartsView.Row> rows =
        month
            ? figures.days().items().stream().map(OperatorChartsView.Row::of).toList()
            : blocks().stream().map(OperatorChartsView.Row::of).toList();
    return OperatorTemplates.charts(frame, new OperatorChartsView(month, rows));
  }

  /** A day of blocks, but for the running one, of which nothing can be said yet. */
  private List<Figured.Block> blocks() {
    List<Figured.Block> found = new ArrayList<>();
    Page<Figured.Block> page = figures.blocks(null, MOST);
    found.addAll(page.items());
    if (page.nextCursor() != null) {
      found.addAll(figures.blocks(page.nextCursor(), MOST).items());
    }
    return found.stream().filter(block -> block.seconds() != null).limit(DAY_OF_BLOCKS).toList();
  }
}
