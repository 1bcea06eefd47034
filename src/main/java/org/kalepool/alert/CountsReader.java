package org.kalepool.alert;

import jakarta.inject.Singleton;
import java.time.Instant;
import org.kalepool.block.Blocks;

/** Reads the counters that the rules about rates compare. */
@Singleton
final class CountsReader {
  private final FigureRepository figures;
  private final ProcessFigures process;
  private final Blocks blocks;

  CountsReader(FigureRepository figures, ProcessFigures process, Blocks blocks) {
    this.figures = figures;
    this.process = process;
    this.blocks = blocks;
  }

  Counts at(Instant now) {
    return new Counts(
        now,
        figures.poolers(),
        figures.farming(),
        blocks.current().map(Blocks.Current::index).orElse(0L),
        process.settled(),
        process.failed());
  }
}
