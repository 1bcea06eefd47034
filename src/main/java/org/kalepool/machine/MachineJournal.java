package org.kalepool.machine;

import java.io.IOException;
import java.util.List;

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
}
