package org.kalepool.work.miner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/** Loads the C kernels, which the build packs as a resource where it finds a C compiler. */
final class NativeLibrary {
  private static boolean tried;
  private static Optional<String> problem = Optional.empty();

  private NativeLibrary() {}

  /**
   * Why the library cannot be used; empty if it is loaded now. It is loaded once: each copy would
   * have variables of its own.
   */
  static synchronized Optional<String> load() {
    if (!tried) {
      problem = loadNow();
      tried = true;
    }
    return problem;
  }

  private static Optional<String> loadNow() {
    String resource = "/native/" + platform() + "/libkalehash.so";
    try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
      if (library == null) {
        return Optional.of("built without a C compiler for " + platform());
      }
      loadCopy(library);
      return Optional.empty();
    } catch (IOException | UnsatisfiedLinkError | SecurityException e) {
      return Optional.of("the library cannot be loaded: " + e.getMessage());
    }
  }

  /** Readable by this user only from the moment it exists, and gone again once it is mapped. */
  private static void loadCopy(InputStream library) throws IOException {
    Path copy = Files.createTempFile("libkalehash", ".so");
    try {
      Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
      System.load(copy.toAbsolutePath().toString());
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static String platform() {
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return os + "-" + (arch.equals("amd64") ? "x86_64" : arch);
  }
}
