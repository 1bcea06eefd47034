package org.kalepool.pages;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Playwright's own Chromium, for where none is installed. */
final class BrowserDownload {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Path LOG = Path.of("target", "browser-download.log");

  /** Tried once a process: who is offline waits for it once. */
  private static final boolean THERE = download();

  private BrowserDownload() {}

  /** Whether Playwright has one now; downloads it first if it has none. */
  static boolean isThere() {
    return THERE;
  }

  private static boolean download() {
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
      process.destroyForcibly();
      boolean there = ended && process.exitValue() == 0;
      if (!there) {
        System.err.println("Playwright's Chromium cannot be downloaded: " + lastLine());
      }
      return there;
    } catch (IOException e) {
      System.err.println("Playwright's Chromium cannot be downloaded: " + e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String lastLine() throws IOException {
    return Files.readAllLines(LOG).stream()
        .filter(line -> !line.isBlank())
        .reduce((_, last) -> last)
        .orElse("no reason was given");
  }
}
