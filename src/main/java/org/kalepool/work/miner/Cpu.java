package org.kalepool.work.miner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the machine calls its processor. */
final class Cpu {
  private Cpu() {}

  /** From /proc/cpuinfo where there is one, the architecture otherwise. */
  static String name() {
    String architecture = System.getProperty("os.arch", "unknown");
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      // Not Linux; the name is for people only.
      return architecture;
    }
  }
}
