package org.kalepool.cli.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.TemporaryFolder;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.kale.Sha256;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from this program into a folder that nobody else can write to:
 * the user's cache, the machine's where root has another user run them, or where that cannot be
 * used a folder beside the data.
 */
final class PostgresBinaries {
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  /** Of root's, for programs that another user runs. */
  private static final Path SHARED_CACHE = Path.of("/var/cache/kale-pool");

  private PostgresBinaries() {}

  /**
   * The folder with {@code bin/postgres} in it.
   *
   * @param beside folder to unpack into where the cache cannot be used
   * @param user who is to run them
   * @throws CommandException if there is none for this machine, or no place to run it from
   */
  static Path find(Path beside, PostgresUser user) {
    String archive = archive();
    String name = "postgresql-" + digest(archive).substring(0, 16);
    List<String> refused = new ArrayList<>();
    boolean shared = SecretSettings.isRoot() && user.separate();
    for (Path parent : parents(beside, shared)) {
      try {
        Path home = parent.resolve(name);
        if (!Files.isDirectory(home)) {
          unpack(archive, parent, home);
        }
        mustBePrivate(home);
        if (shared) {
          openTo(home);
        }
        PostgresProgram.Result tried = PostgresProgram.of(home, user).run("postgres", "--version");
        if (tried.ok()) {
          return home;
        }
        refused.add(home + " (" + tried.lastLine() + ")");
      } catch (IOException e) {
        refused.add(parent + " (" + reason(e) + ")");
      }
    }
    throw new CommandException(
        "the embedded PostgreSQL cannot be run from "
            + String.join(", nor from ", refused)
            + ": give the user a home folder, or name in --data a folder, that can be written to,"
            + " has 100 MB free and is not mounted noexec; or set quarkus.datasource.jdbc.url");
  }

  private static List<Path> parents(Path beside, boolean shared) {
    List<Path> parents = new ArrayList<>();
    (shared ? Optional.of(SHARED_CACHE) : cache()).ifPresent(parents::add);
    parents.add(beside.toAbsolutePath());
    return parents;
  }

  private static Optional<Path> cache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    if (configured != null && configured.startsWith("/")) {
      return Optional.of(Path.of(configured, "kale-pool"));
    }
    String home = System.getenv("HOME");
    return home != null && home.startsWith("/") && !home.equals("/")
        ? Optional.of(Path.of(home, ".cache", "kale-pool"))
        : Optional.empty();
  }

  private static String archive() {
    String name =
        PostgresArchive.name(
            System.getProperty("os.name"), System.getProperty("os.arch"), Files::exists);
    if (PostgresBinaries.class.getResource(name) == null) {
      throw new CommandException(
          "there is no PostgreSQL for this machine in this program ("
              + name
              + "): set quarkus.datasource.jdbc.url");
    }
    return name;
  }

  private static InputStream open(String archive) throws IOException {
    InputStream in = PostgresBinaries.class.getResourceAsStream(archive);
    if (in == null) {
      throw new IOException(archive + " is not in this program");
    }
    return in;
  }

  private static String digest(String archive) {
    try (DigestInputStream in = new DigestInputStream(open(archive), Sha256.digest())) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (IOException e) {
      throw new CommandException("PostgreSQL cannot be unpacked: " + e.getMessage());
    }
  }

  /** Whole or not at all, whoever else unpacks at the same time and whenever this ends. */
  private static void unpack(String archive, Path parent, Path home) throws IOException {
    Files.createDirectories(parent);
    Path fresh =
        Files.createTempDirectory(
            parent,
            "unpacking",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (TemporaryFolder rest = new TemporaryFolder(fresh);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
      Path inside = Files.createDirectory(rest.path().resolve("postgresql"));
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        write(tar, e, inside);
      }
      Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rwx------"));
      if (!Files.isDirectory(home)) {
        Files.move(inside, home, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path file = folder.resolve(entry.getName()).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException(entry.getName() + " leads out of the archive");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    boolean program = entry.getName().matches("(\\./)?bin/.*");
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(program ? "rwx------" : "rw-------"));
  }

  /** Somebody else who can write there could have the server be another program. */
  private static void mustBePrivate(Path home) throws IOException {
    for (Path each : List.of(home, home.resolve("bin"), home.resolve("bin/postgres"))) {
      for (PosixFilePermission given :
          Files.getPosixFilePermissions(each, LinkOption.NOFOLLOW_LINKS)) {
        if (WRITABLE_BY_OTHERS.contains(given)) {
          throw new IOException(each + " can be written to by others: take it away");
        }
      }
    }
  }

  /** Others may run them; the folder itself comes last, so that it tells whether this is done. */
  private static void openTo(Path home) throws IOException {
    if (Files.getPosixFilePermissions(home).contains(PosixFilePermission.OTHERS_EXECUTE)) {
      return;
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean program = Files.isExecutable(each);
        if (!Files.isSymbolicLink(each)) {
          Files.setPosixFilePermissions(
              each, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  private static String reason(IOException e) {
    String why = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return why == null ? e.getClass().getSimpleName() : why;
  }
}
