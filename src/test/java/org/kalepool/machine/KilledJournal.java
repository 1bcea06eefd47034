package org.kalepool.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * A journal whose writer dies before a writing, in the middle of its last line, or after it.
 *
 * @param written hears what is on the disk for good
 */
record KilledJournal(JournalFile file, Path path, KillPoints points, Consumer<String> written)
    implements MachineJournal {
  private static final int TORN = 9;

  static KilledJournal open(Path path, KillPoints points, Consumer<String> written) {
    try {
      return new KilledJournal(JournalFile.open(path), path, points, written);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What kind of line is written: a plant (F), a find (N), a handing-over (S), a report (R). */
  private static String kind(List<String> lines) {
    return lines.isEmpty() ? "nothing" : "a line " + lines.getFirst().charAt(0);
  }

  @Override
  public List<String> found() {
    return file.found();
  }

  @Override
  public int damaged() {
    return file.damaged();
  }

  @Override
  public boolean appendable() {
    return file.appendable();
  }

  @Override
  public void append(List<String> lines) throws IOException {
    String kind = kind(lines);
    points.pass("before " + kind);
    file.append(lines);
    String torn = "in the middle of " + kind;
    if (points.isNext(torn)) {
      try (FileChannel all = FileChannel.open(path, StandardOpenOption.WRITE)) {
        all.truncate(all.size() - TORN);
      }
      lines.subList(0, lines.size() - 1).forEach(written);
      points.pass(torn);
    }
    lines.forEach(written);
    points.pass("after " + kind);
  }

  @Override
  public void rewrite(List<String> lines) throws IOException {
    points.pass("before all anew");
    file.rewrite(lines);
    points.pass("after all anew");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
