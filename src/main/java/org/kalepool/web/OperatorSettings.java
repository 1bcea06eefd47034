package org.kalepool.web;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Who the operators are. */
@ConfigMapping(prefix = "kale.operator")
public interface OperatorSettings {
  /** A file of lines of {@link OperatorKeyFile}. */
  Optional<Path> keyFile();

  /** The same, with commas between lines, or one key as it is. */
  Optional<String> key();
}
