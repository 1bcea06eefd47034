package org.kalepool.pages;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.kalepool.alert.AlertResource;
import org.kalepool.ops.OperatorDebtsResource;
import org.kalepool.ops.OperatorPoolersResource;
import org.kalepool.ops.OperatorProfitResource;
import org.kalepool.ops.OperatorResource;
import org.kalepool.ops.OperatorTransactionsResource;
import org.kalepool.ops.OperatorVaultsResource;

/** Operators' lists: poolers, open transactions, what is owed, what was told, and who did what. */
@Path("/operator")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class OperatorListPages {
  private static final String MOST = "100";
  private static final String MOST_FARES = "30";
  private static final String MOST_ALERTS = "30";

  private final OperatorVisitors visitors;
  private final OperatorResource pool;
  private final OperatorPoolersResource poolers;
  private final OperatorTransactionsResource transactions;
  private final OperatorDebtsResource debts;
  private final OperatorProfitResource profit;
  private final OperatorVaultsResource vaults;
  private final AlertResource alerts;
  private final Explorer explorer;

  OperatorListPages(
      OperatorVisitors visitors,
      OperatorResource pool,
      OperatorPoolersResource poolers,
      OperatorTransactionsResource transactions,
      OperatorDebtsResource debts,
      OperatorProfitResource profit,
      OperatorVaultsResource vaults,
      AlertResource alerts,
      Explorer explorer) {
    this.visitors = visitors;
    this.pool = pool;
    this.poolers = poolers;
    this.transactions = transactions;
    this.debts = debts;
    this.profit = profit;
    this.vaults = vaults;
    this.alerts = alerts;
    this.explorer = explorer;
  }

  @GET
  @Path("poolers")
  public TemplateInstance poolers(@Context RoutingContext routing) {
    return OperatorTemplates.poolers(visitors.frame(routing, "Poolers", "poolers"), poolers.list());
  }

  @GET
  @Path("transactions")
  public TemplateInstance transactions(@Context RoutingContext routing) {
    return OperatorTemplates.transactions(
        visitors.frame(routing, "Transactions", "transactions"),
        transactions.list(),
        transactions.fares(null, MOST_FARES),
        explorer);
  }

  @GET
  @Path("profit")
  public TemplateInstance profit(@Context RoutingContext routing) {
    return OperatorTemplates.profit(visitors.frame(routing, "Profit", "profit"), profit.get());
  }

  @GET
  @Path("vaults")
  public TemplateInstance vaults(@Context RoutingContext routing) {
    return OperatorTemplates.vaults(visitors.frame(routing, "Vaults", "vaults"), vaults.vaults());
  }

  @GET
  @Path("money")
  public TemplateInstance money(
      @Context RoutingContext routing, @QueryParam("cursor") @Nullable String cursor) {
    Frame frame = visitors.frame(routing, "What is owed", "money");
    return OperatorTemplates.money(
        frame,
        debts.list(null, null, MOST),
        pool.compensations(null, cursor, MOST),
        cursor != null,
        explorer);
  }

  @GET
  @Path("alerts")
  public TemplateInstance alerts(
      @Context RoutingContext routing, @QueryParam("cursor") @Nullable String cursor) {
    Frame frame = visitors.frame(routing, "Alerts", "alerts");
    return OperatorTemplates.alerts(
        frame,
        alerts.list(null, cursor, MOST_ALERTS),
        alerts.notices(null, MOST_ALERTS),
        cursor != null);
  }

  @GET
  @Path("audit")
  public TemplateInstance audit(
      @Context RoutingContext routing, @QueryParam("cursor") @Nullable String cursor) {
    Frame frame = visitors.frame(routing, "Audit", "audit");
    return OperatorTemplates.audit(frame, pool.audit(cursor, MOST), cursor != null);
  }
}
