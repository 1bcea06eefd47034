package org.kalepool.lab.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.kalepool.block.Blocks;

/** Which blocks a demo is about: kept in a file, so that one that was killed goes on with them. */
final class DemoPlace {
  private static final String PLACE = "demo-blocks";

  private final Path folder;
  private final Blocks blocks;
  private final PrintWriter out;

  DemoPlace(Path folder, Blocks blocks, PrintWriter out) {
    this.folder = folder;
    this.blocks = blocks;
    this.out = out;
  }

  /** The blocks this run is about: those of a killed run, or the next ones. */
  record Target(long first, long last) {
    long middle() {
      return (first + last) / 2;
    }
  }

  /** Those of the run that was killed, or so many from the next one on. */
  Target target(int count) {
    Path file = folder.resolve(PLACE);
    try {
      if (Files.exists(file)) {
        String[] parts = Files.readString(file).strip().split(" ", -1);
        Target kept = new Target(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        out.println("going on with blocks " + kept.first() + " to " + kept.last());
        return kept;
      }
      long first = blocks.current().orElseThrow().index() + 1;
      Target fresh = new Target(first, first + count - 1);
      Path written = folder.resolve("demo-blocks.new");
      Files.writeString(written, fresh.first() + " " + fresh.last() + "\n");
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the demo's place in " + file, e);
    }
  }

  /** The next demo is about others. */
  void finish() {
    try {
      Files.deleteIfExists(folder.resolve(PLACE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot end the demo in " + folder, e);
    }
  }
}
