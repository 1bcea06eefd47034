package org.kalepool.machine;

import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;

/** Lines that outlive the process, as the book needs them. */
interface MachineJournal extends AutoCloseable {
  /** The lines that were there, in their order. */
  List<String> found();

  /** How many lines could not be read. */
  int damaged();

  /** Whether lines can be added; otherwise all has to be written anew. */
  boolean appendable();

  /** Adds lines, and returns when they are on the disk. */
  void append(List<String> lines) throws IOException;

  /** Replaces all lines: a crash leaves the old ones or the new ones. */
  void rewrite(List<String> lines) throws IOException;

  @Override
  void close() throws IOException;

  /** What a line says: of which kind it is, for which block, and the rest of its words. */
  interface Line {
    /** Takes it; whatever it throws, the line says nothing. */
    void take(String kind, long block, List<String> words);
  }

  /**
   * Has every line taken that was found, and tells how many said nothing.
   *
   * @param name of this journal, for the log
   */
  default void read(String name, Line line) {
    Logger log = Logger.getLogger(MachineJournal.class);
    int damaged = damaged();
    for (String text : found()) {
      List<String> words = List.of(text.split(" ", -1));
      try {
        line.take(words.get(0), Long.parseLong(words.get(1)), words.subList(2, words.size()));
      } catch (RuntimeException e) {
        damaged++;
        log.debugf(e, "a line of the %s says nothing: %s", name, text);
      }
    }
    if (damaged > 0) {
      log.warnf("%d lines of the %s could not be read and are left out", damaged, name);
    }
  }
}
