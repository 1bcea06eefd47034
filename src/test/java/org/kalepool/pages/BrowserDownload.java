package org.kalepool.pages;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Playwright's own Chromium, for where none is installed. */
final class BrowserDownload {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String ERROR = "Error: ";
  private static final Path LOG = Path.of("target", "browser-download.log");

  /** Tried once a process: who is offline waits for it once. */
  private static final Optional<String> FAILURE = download();

  private BrowserDownload() {}

  /** Why Playwright has none; downloads it first if it has none. Empty if it has one now. */
  static Optional<String> failure() {
    return FAILURE;
  }

  private static Optional<String> download() {
    try {
      ProcessBuilder install =
          Driver.ensureDriverInstalled(Map.of(), false)
              .createProcessBuilder()
              .redirectErrorStream(true)
              .redirectOutput(LOG.toFile());
      install.environment().put("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "10000");
      install.command().addAll(List.of("install", "--only-shell", "chromium"));
      Process process = install.start();
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return Optional.of("it took longer than " + LIMIT.toMinutes() + " minutes");
      }
      return process.exitValue() == 0 ? Optional.empty() : Optional.of(reason());
    } catch (IOException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("it was interrupted");
    }
  }

  /** The first thing that went wrong; what follows are stack traces and other servers. */
  private static String reason() throws IOException {
    return Files.readAllLines(LOG).stream()
        .filter(line -> line.startsWith(ERROR))
        .map(line -> line.substring(ERROR.length()).strip())
        .findFirst()
        .orElse("no reason was given, see " + LOG);
  }
}
