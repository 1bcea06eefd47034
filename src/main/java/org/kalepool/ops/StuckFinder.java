package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks;
import org.kalepool.schedule.Overruns;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.RpcException;

/** Finds what has not moved for longer than it may, by what the database says. Changes nothing. */
@Singleton
final class StuckFinder {
  private static final Logger LOG = Logger.getLogger(StuckFinder.class);
  private static final String OPERATOR = "/api/v1/operator/";

  private final Reports reports;
  private final OpenTransactions transactions;
  private final Clock clock;
  private final Blocks blocks;
  private final Chain chain;
  private final WatchdogSettings settings;
  private final Overruns overruns;
  private volatile long knownLife;

  StuckFinder(
      Reports reports,
      OpenTransactions transactions,
      Clock clock,
      Blocks blocks,
      Chain chain,
      WatchdogSettings settings,
      Overruns overruns) {
    this.reports = reports;
    this.transactions = transactions;
    this.clock = clock;
    this.blocks = blocks;
    this.chain = chain;
    this.settings = settings;
    this.overruns = overruns;
  }

  /** All of it, by kind. */
  List<Stuck> find() {
    List<Stuck> found = new ArrayList<>();
    Optional<Blocks.Current> network = blocks.current();
    network.ifPresent(now -> found.addAll(overdue(now)));
    found.addAll(queued());
    found.addAll(farmers(StuckKind.FARMER_REGISTERED, "REGISTERED", settings.registered()));
    found.addAll(farmers(StuckKind.FARMER_FUNDED, "FUNDED", settings.funded()));
    found.addAll(farmers(StuckKind.FARMER_LEAVING, "LEAVING", settings.leaving()));
    found.addAll(farmers(StuckKind.FARMER_SUSPENDED, "SUSPENDED", settings.suspended()));
    found.addAll(blocks(StuckKind.BLOCK_PLANTING, reports.notPlanted(before(settings.block()))));
    found.addAll(blocks(StuckKind.BLOCK_WORK, reports.notWorked(before(settings.block()))));
    network.ifPresent(now -> found.addAll(pails(now)));
    found.addAll(tasks());
    return found;
  }

  private Instant before(Duration bound) {
    return clock.instant().minus(bound);
  }

  private List<Stuck> overdue(Blocks.Current now) {
    return transactions.overdue(now.closeTime() - settings.overdue().toSeconds()).stream()
        .map(
            late ->
                transaction(
                    StuckKind.TRANSACTION_OVERDUE,
                    late,
                    Instant.ofEpochSecond(Objects.requireNonNull(late.maxTime()))))
        .toList();
  }

  private List<Stuck> queued() {
    return transactions.queuedBefore(before(settings.queued())).stream()
        .map(late -> transaction(StuckKind.TRANSACTION_QUEUED, late, late.createdAt()))
        .toList();
  }

  private static Stuck transaction(
      StuckKind kind, OpenTransactions.Waiting waiting, Instant since) {
    String id = Long.toString(waiting.id());
    String answer = waiting.lastAnswer();
    return new Stuck(
        kind,
        id,
        waiting.farmer().toString(),
        waiting.block(),
        since,
        waiting.action()
            + " after "
            + waiting.attempts()
            + " attempts, last answer: "
            + (answer == null ? "none" : answer),
        commands(id));
  }

  private List<Stuck> farmers(StuckKind kind, String state, Duration bound) {
    return reports.waiting(state, before(bound)).stream().map(row -> farmer(kind, row)).toList();
  }

  private static Stuck farmer(StuckKind kind, Reports.Waiting row) {
    String id = row.farmer().toString();
    return new Stuck(
        kind,
        id,
        id,
        null,
        row.since(),
        kind == StuckKind.FARMER_LEAVING ? obstacle(row) : row.why(),
        farmerCommands(kind, id));
  }

  private static List<String> farmerCommands(StuckKind kind, String id) {
    String look = "POST /api/v1/farmers/" + id + "/confirm-funding";
    String exit = "POST /api/v1/farmers/" + id + "/exit";
    String suspend = "POST " + OPERATOR + "farmers/" + id + "/suspend";
    return switch (kind) {
      case FARMER_REGISTERED -> List.of(look, exit);
      case FARMER_FUNDED -> List.of(look, suspend);
      case FARMER_LEAVING -> List.of(exit, suspend);
      default ->
          List.of(
              "POST " + OPERATOR + "reconcile", "POST " + OPERATOR + "farmers/" + id + "/resume");
    };
  }

  private static String obstacle(Reports.Waiting row) {
    if (row.obstacle() == null) {
      return "no obstacle is recorded";
    }
    String detail = row.detail();
    return row.obstacle()
        + (row.cause() == null ? "" : " (" + row.cause() + ")")
        + (detail == null || detail.isEmpty() ? "" : ": " + detail);
  }

  private static List<Stuck> blocks(StuckKind kind, List<Reports.Unfinished> unfinished) {
    return unfinished.stream().map(row -> block(kind, row)).toList();
  }

  private static Stuck block(StuckKind kind, Reports.Unfinished row) {
    String open = row.open();
    List<String> ids = open == null ? List.of() : Arrays.asList(open.split(",", -1));
    return new Stuck(
        kind,
        Long.toString(row.block()),
        null,
        row.block(),
        row.closedAt(),
        open == null
            ? "no transaction holds it up: the network or the database could not be read"
            : "waits for open transactions",
        ids.stream().flatMap(id -> commands(id).stream()).toList());
  }

  private List<Stuck> pails(Blocks.Current now) {
    long life = pailLife();
    if (life == 0) {
      return List.of();
    }
    Instant seen = clock.instant();
    return reports.expiring(life, now.ledger(), now.index(), settings.pailLedgers()).stream()
        .map(row -> pail(row, seen))
        .toList();
  }

  /** Ledgers that a pail lives, as last heard; 0 before anything was. */
  private long pailLife() {
    try {
      knownLife = chain.terms().minTemporaryTtl();
    } catch (RpcException e) {
      LOG.debugf("the life of pails is not asked for anew: %s", e.getMessage());
    }
    return knownLife;
  }

  private static Stuck pail(Reports.Expiring row, Instant now) {
    String farmer = row.farmer().toString();
    return new Stuck(
        StuckKind.PAIL_EXPIRING,
        farmer + "/" + row.block(),
        farmer,
        row.block(),
        now,
        row.stake() + " stroops, ledgers left to harvest: " + row.left(),
        List.of("GET " + OPERATOR + "transactions", "GET /q/health/ready"));
  }

  private List<Stuck> tasks() {
    return overruns.lately().stream().map(StuckFinder::task).toList();
  }

  private static Stuck task(Overruns.Overrun overrun) {
    return new Stuck(
        StuckKind.TASK_OVERRAN,
        overrun.task(),
        null,
        null,
        overrun.since(),
        (overrun.running() ? "told to end, and still runs after " : "was ended after ")
            + overrun.ran().toSeconds()
            + " s at "
            + overrun.where(),
        List.of("GET /q/health/ready"));
  }

  private static List<String> commands(String transaction) {
    String one = "POST " + OPERATOR + "transactions/" + transaction;
    return List.of(one + "/retry", one + "/give-up");
  }
}
