package org.kalepool.work.miner;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs that are no part of the build. */
final class Programs {
  private Programs() {}

  /** Where the first of these is that is on the path. */
  static Optional<String> find(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(names)
        .flatMap(
            name ->
                Pattern.compile(File.pathSeparator)
                    .splitAsStream(path)
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
