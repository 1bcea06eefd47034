package org.kalepool.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Lines of text that outlive the process, each with a checksum before it. A line that a crash has
 * torn, or that was damaged, is left out. After a write that failed all is written anew.
 */
final class JournalFile implements MachineJournal {
  private static final int SUM = 8;

  private final Path path;
  private final List<String> found;
  private @Nullable FileChannel channel;
  private int damaged;
  private long bytes;

  private JournalFile(Path path) throws IOException {
    this.path = path;
    this.found =
        Files.exists(path) ? read(Files.readString(path, StandardCharsets.ISO_8859_1)) : List.of();
  }

  /** Reads what is there; nothing is written before {@link #rewrite}. */
  static JournalFile open(Path path) throws IOException {
    return new JournalFile(path);
  }

  @Override
  public List<String> found() {
    return found;
  }

  @Override
  public int damaged() {
    return damaged;
  }

  /** How long the file is. */
  long bytes() {
    return bytes;
  }

  @Override
  public boolean appendable() {
    return channel != null;
  }

  private List<String> read(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String line = text.substring(start, end < 0 ? text.length() : end);
      if (end >= 0 && line.length() > SUM && line.equals(summed(line.substring(SUM + 1)))) {
        lines.add(line.substring(SUM + 1));
      } else {
        damaged++;
      }
      start = end < 0 ? text.length() : end + 1;
    }
    return lines;
  }

  private static String summed(String line) {
    CRC32 sum = new CRC32();
    sum.update(line.getBytes(StandardCharsets.ISO_8859_1));
    return HexFormat.of().toHexDigits(sum.getValue(), SUM) + " " + line;
  }

  @Override
  public void append(List<String> lines) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      throw new IOException(path + " has to be written anew");
    }
    boolean written = false;
    try {
      bytes += write(open, lines);
      open.force(false);
      written = true;
    } finally {
      if (!written) {
        close();
      }
    }
  }

  @Override
  public void rewrite(List<String> lines) throws IOException {
    close();
    Path folder = path.toAbsolutePath().getParent();
    Path fresh =
        Files.createTempFile(
            folder,
            path.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    FileChannel open = FileChannel.open(fresh, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      bytes = write(open, lines);
      open.force(true);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
        entry.force(true);
      }
      done = true;
    } finally {
      if (!done) {
        open.close();
        Files.deleteIfExists(fresh);
      }
    }
    channel = open;
  }

  private static long write(FileChannel open, List<String> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(summed(line)).append('\n'));
    ByteBuffer left = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    int length = left.remaining();
    while (left.hasRemaining()) {
      open.write(left);
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
