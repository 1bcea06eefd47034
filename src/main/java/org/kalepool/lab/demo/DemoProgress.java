package org.kalepool.lab.demo;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.cli.Terminal;
import org.kalepool.kale.Xlm;
import org.kalepool.work.WorkStatus;

/** A line a block in the terminal, kept up to date while the block runs if the terminal can. */
final class DemoProgress {
  private static final Duration RATE_WINDOW = Duration.ofSeconds(5);

  private final WorkStatus work;
  private final ReportReader reader;
  private final PrintWriter out;
  private final boolean live;
  private final @Nullable PoolersReader poolers;
  private long printed;
  private long rated;
  private double peak;
  private double lastPeak;
  private String shown = "";

  /**
   * @param poolers where there is more than one, to have a line for each
   */
  DemoProgress(
      WorkStatus work, ReportReader reader, @Nullable PoolersReader poolers, PrintWriter out) {
    this.work = work;
    this.reader = reader;
    this.poolers = poolers;
    this.out = out;
    this.live = Terminal.isThere();
  }

  /** Prints blocks that have closed since the last call, and the running one on a terminal. */
  void show(long first, Blocks.Current now) throws SQLException {
    if (printed == 0) {
      printed = first - 1;
    }
    if (now.index() != rated) {
      rated = now.index();
      lastPeak = peak;
      peak = 0;
    }
    peak = Math.max(peak, rateWhileHashing());
    List<RunReport.BlockLine> lines = reader.blocks(printed, now.index());
    for (RunReport.BlockLine line : lines) {
      boolean closed = line.index() < now.index();
      String text = text(line, closed ? lastPeak : peak);
      if (closed && (line.index() + 1 < now.index() || reader.workIsOver(line.index()))) {
        out.println(live ? "\r" + text : text);
        if (poolers != null) {
          for (PoolersReader.InBlock each : poolers.block(line.index())) {
            out.println(text(each));
          }
        }
        printed = line.index();
      } else if (!closed && live && !text.equals(shown)) {
        out.print("\r" + text);
        shown = text;
      }
    }
    out.flush();
  }

  /**
   * Hashes a second of the time in which there was something to mine: the demo's blocks are easy.
   */
  private double rateWhileHashing() {
    double busy = 1 - work.idleShare(RATE_WINDOW);
    return busy < 0.001 ? 0 : work.hashRate(RATE_WINDOW) / busy;
  }

  /** Whether nothing more can happen in a closed block but harvests that are not due yet. */
  boolean settled(long block) throws SQLException {
    return reader.workIsOver(block);
  }

  private static String text(PoolersReader.InBlock line) {
    return String.format(
        Locale.ROOT,
        "      %-7s planted %d/%d   %s   worked %d   harvested %d   lost %d",
        line.name(),
        line.planted(),
        line.farmers(),
        rate(line),
        line.worked(),
        line.harvested(),
        line.lost());
  }

  /** Of a machine elsewhere that takes part; what one that has left said last is no rate. */
  private static String rate(PoolersReader.InBlock line) {
    return line.own() || line.farmers() == 0
        ? " ".repeat(11)
        : "%6.2f MH/s".formatted(line.hashRate() / 1e6);
  }

  private static String text(RunReport.BlockLine line, double rate) {
    return String.format(
        Locale.ROOT,
        "block %5d   planted %d/%d   %6.2f MH/s   best zeros %s   worked %d   harvested %d   failed"
            + " %d   fees %s XLM",
        line.index(),
        line.planted(),
        line.farmers(),
        rate / 1e6,
        line.bestZeros() == null ? "-" : line.bestZeros(),
        line.worked(),
        line.harvested(),
        line.failed().size(),
        Xlm.ofStroops(line.fees()));
  }
}
