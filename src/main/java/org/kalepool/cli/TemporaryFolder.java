package org.kalepool.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes with whoever made it, with all that is in it then. */
public record TemporaryFolder(Path path) implements AutoCloseable {
  public static TemporaryFolder make(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    List<Path> found;
    try (Stream<Path> all = Files.walk(path)) {
      found = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : found) {
      Files.deleteIfExists(each);
    }
  }
}
