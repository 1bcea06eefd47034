package org.kalepool.lab.demo;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** The balance sheet at the end of a run, for a terminal. */
final class ReportTable {
  private ReportTable() {}

  static void print(RunReport report, PrintWriter out) {
    out.println();
    out.printf(
        Locale.ROOT,
        "%-9s %-9s %5s %3s %14s %14s %12s %14s %13s %12s %10s %14s %14s%n",
        "farmer",
        "state",
        "stake",
        "int",
        "deposited",
        "staked",
        "forfeited",
        "earned",
        "pooler's",
        "compensated",
        "fees XLM",
        "paid out",
        "still open");
    for (RunReport.FarmerLine line : report.farmers()) {
      out.printf(
          Locale.ROOT,
          "%-9s %-9s %4d%% %3d %14s %14s %12s %14s %13s %12s %10s %14s %14s%n",
          line.id().toString().substring(0, 8),
          line.state(),
          line.stakePercentage(),
          line.harvestInterval(),
          kale(line.deposited()),
          kale(line.staked()),
          kale(line.forfeited()),
          kale(line.earned()),
          kale(line.poolersShare()),
          kale(line.compensation()),
          Xlm.ofStroops(line.feesXlm()).toString(),
          kale(line.paidOut()),
          kale(line.stillOpen()));
    }
    out.printf(
        Locale.ROOT,
        "%-9s %-9s %5s %3s %14s %14s %12s %14s %13s %12s %10s %14s %14s%n",
        "total",
        "",
        "",
        "",
        kale(sum(report, RunReport.FarmerLine::deposited)),
        kale(sum(report, RunReport.FarmerLine::staked)),
        kale(sum(report, RunReport.FarmerLine::forfeited)),
        kale(sum(report, RunReport.FarmerLine::earned)),
        kale(sum(report, RunReport.FarmerLine::poolersShare)),
        kale(sum(report, RunReport.FarmerLine::compensation)),
        Xlm.ofStroops(sum(report, RunReport.FarmerLine::feesXlm)).toString(),
        kale(sum(report, RunReport.FarmerLine::paidOut)),
        kale(sum(report, RunReport.FarmerLine::stillOpen)));
    if (!report.poolers().isEmpty()) {
      poolers(report, out);
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "blocks %d, success: plant %.1f %%, work %.1f %%, harvest %.1f %%%n",
        report.blocks().size(),
        100 * report.rates().plant(),
        100 * report.rates().work(),
        100 * report.rates().harvest());
    out.println(
        report.reconciled()
            ? "books and chain agree to the stroop (difference 0)"
            : "BOOKS AND CHAIN DIFFER by " + report.differenceStroops() + " stroops");
    out.flush();
  }

  private static void poolers(RunReport report, PrintWriter out) {
    out.println();
    out.printf(
        Locale.ROOT,
        "%-9s %-9s %7s %7s %6s %9s %4s %8s %14s %14s %12s %14s %12s %10s%n",
        "pooler",
        "state",
        "farmers",
        "planted",
        "worked",
        "harvested",
        "lost",
        "reported",
        "staked",
        "earned",
        "forfeited",
        "its share",
        "owes",
        "difference");
    for (RunReport.PoolerLine line : report.poolers()) {
      out.printf(
          Locale.ROOT,
          "%-9s %-9s %7d %7d %6d %9d %4d %8s %14s %14s %12s %14s %12s %10d%n",
          line.name(),
          line.active() ? "farms" : "has left",
          line.farmers(),
          line.planted(),
          line.worked(),
          line.harvested(),
          line.lost(),
          line.own() ? "-" : line.reported(),
          kale(line.staked()),
          kale(line.earned()),
          kale(line.forfeited()),
          kale(line.paid()),
          kale(line.owes()),
          line.difference());
    }
  }

  private static String kale(long stroops) {
    return Kale.ofStroops(stroops).toString();
  }

  private static long sum(RunReport report, ToLongFunction<RunReport.FarmerLine> column) {
    long sum = 0;
    for (RunReport.FarmerLine line : report.farmers()) {
      sum = Math.addExact(sum, column.applyAsLong(line));
    }
    return sum;
  }
}
