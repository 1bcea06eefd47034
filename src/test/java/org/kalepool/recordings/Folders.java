package org.kalepool.recordings;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Where the recordings are. */
final class Folders {
  private Folders() {}

  /** The folder that the system property {@code kale.vectors} names, else this project's own. */
  static Path recordings() {
    String named = System.getProperty("kale.vectors");
    return named == null ? resources() : Path.of(named);
  }

  /** This project's own. */
  static Path resources() {
    URL resources = Folders.class.getResource("/recordings");
    try {
      return Path.of(Objects.requireNonNull(resources, "no recordings on the class path").toURI());
    } catch (URISyntaxException e) {
      throw new RecordingException("no path: " + resources, e);
    }
  }
}
