package org.kalepool.lab.load;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.load.LoadReport.BlockLine;

/** A load run for a terminal: a line a block, then what it came to. */
final class LoadTable {
  private final PrintWriter out;

  LoadTable(PrintWriter out) {
    this.out = out;
  }

  void head() {
    out.println();
    out.println(
        "                                  ledgers         last, seconds           API, ms"
            + "                   live  node, a farmer   SQL, a farmer     cores taken by");
    out.println(
        " block planted worked harvested   used min  plant  work harvest     p50   p99   max"
            + "   MH/s heap MiB  calls    bytes statements begun"
            + "   pool  database  rest");
    out.flush();
  }

  void line(BlockLine line) {
    LoadReport.DatabaseUse database = line.database();
    out.printf(
        Locale.ROOT,
        "%6d %7d %6d %9d %6d %3d %6s %5s %7s  %6.1f %5.0f %5.0f %6.1f %8s %6.1f %8.0f %10s %5s %6s %9s %5s%s%n",
        line.index(),
        line.planted(),
        line.worked(),
        line.harvested(),
        line.plantLedgers(),
        line.fewestLedgers(),
        shown(line.lastPlant()),
        shown(line.lastWork()),
        shown(line.lastHarvest()),
        line.requests().p50(),
        line.requests().p99(),
        line.requests().max(),
        line.hashRate(),
        shown(line.liveHeap(), "%.1f"),
        line.node().calls(),
        line.node().bytes(),
        database == null ? "-" : shown(database.statements(), "%.0f"),
        database == null ? "-" : shown(database.transactions(), "%.0f"),
        shown(line.cpu(), "%.2f"),
        shown(line.databaseCpu(), "%.2f"),
        shown(line.otherCpu(), "%.2f"),
        line.failures().isEmpty() ? "" : "  " + failures(line));
    out.flush();
  }

  private static String failures(BlockLine line) {
    return line.failures().entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String shown(@Nullable Long value) {
    return value == null ? "-" : value.toString();
  }

  private static String shown(@Nullable Double value, String format) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }

  void end(LoadReport report) {
    out.println();
    out.printf(Locale.ROOT, "%-44s %8s %8s %8s %8s%n", "API, ms", "requests", "p50", "p99", "max");
    report.routes().forEach(this::route);
    route("all", report.requests());
    if (report.firstFailure() != null) {
      out.println("first failure: " + report.firstFailure());
    }
    out.println();
    if (report.speed() > 1) {
      out.printf(
          Locale.ROOT,
          "At %.0f times real speed: %.0f times the transactions a second, each on %.0f times less"
              + " processor time than in service; ledgers that pass meanwhile are counted.%n",
          report.speed(),
          report.speed(),
          report.speed());
    }
    out.printf(
        Locale.ROOT,
        "At rest the pool asks the node %.0f times an hour, for %.2f MB.%n",
        report.atRest().calls(),
        report.atRest().bytes() / 1e6);
    LoadReport.DatabaseUse database = report.databaseAtRest();
    if (database != null) {
      out.printf(
          Locale.ROOT,
          "At rest it asks the database %.0f statements an hour, and begins %.0f transactions.%n",
          database.statements(),
          database.transactions());
    }
    Long process = report.largestProcess();
    if (process != null) {
      out.println("The pool's process took at most " + process + " MiB.");
    }
    deeds(report);
    for (LoadReport.Goal goal : report.goals()) {
      Boolean met = goal.met();
      String verdict = met == null ? "not told" : met ? "yes" : "NO";
      out.printf(Locale.ROOT, "%-46s %-9s %s%n", goal.what(), verdict, goal.shown());
    }
    out.flush();
  }

  /** What ledgers held of each kind of deed, of the fewest that hold what was in them. */
  private void deeds(LoadReport report) {
    if (report.blocks().stream().allMatch(line -> line.ledgers().isEmpty())) {
      return;
    }
    out.println();
    out.println(
        "                      trans-                   ledgers"
            + "       bids for an operation   stroops a deed, of");
    out.println(
        " block  action       actions  deeds   each   used fewest   more"
            + "     low   usual    high   its place     all");
    for (BlockLine line : report.blocks()) {
      for (LoadReport.Ledgers of : line.ledgers()) {
        LoadCarried by = of.carried();
        out.printf(
            Locale.ROOT,
            "%6d  %-10s %9d %6d %6.1f %6d %6d %+5.0f %% %7d %7d %7d %11.0f %7.0f%n",
            line.index(),
            of.action(),
            by.transactions(),
            by.deeds(),
            by.each(),
            of.used(),
            of.fewest(),
            of.more(),
            by.lowestBid(),
            by.usualBid(),
            by.highestBid(),
            by.place(),
            by.fee());
      }
    }
    out.println();
  }

  private void route(String name, Latencies.Summary taken) {
    out.printf(
        Locale.ROOT,
        "%-44s %8d %8.1f %8.1f %8.1f%n",
        name,
        taken.requests(),
        taken.p50(),
        taken.p99(),
        taken.max());
  }
}
