package org.kalepool.cli.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.DataFolder;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.cli.settings.Settings;

/**
 * As whom the embedded PostgreSQL runs: as the pool's own user, unless that is root. Root has it
 * run as another, to whom only the database's folder belongs; the folder around it, with the pool's
 * keys, stays root's, and that user may pass through it and no more. Where no other user gets there
 * it runs in a user namespace, as do users without a name, both of whom PostgreSQL refuses; to the
 * kernel it has root's rights then.
 *
 * @param prefix words before those of a program
 * @param owner to whom the database's files belong; null where this process cannot give them away
 * @param separate whether it is another user than root, or this process is not root's
 */
public record PostgresUser(List<String> prefix, @Nullable Ids owner, boolean separate) {
  /** As whom to run it; counts for root only. */
  static final String SETTING = "kale.database.system-user";

  /** Of nobody on this machine, so that no other program is this user. */
  private static final int UNNAMED = 61_100;

  private static final String SERVICE = "kale-pool";
  private static final String LAST_RESORT = "nobody";
  private static final List<String> NAMESPACE = List.of("unshare", "-U");

  /**
   * A user to the kernel.
   *
   * @param name null if no user of this machine has this number
   */
  record Ids(int uid, int gid, @Nullable String name) {
    String text() {
      return name == null ? Integer.toString(uid) : name;
    }
  }

  /** The user of this process. */
  static PostgresUser self() throws IOException {
    boolean root = SecretSettings.isRoot();
    boolean named = run(List.of("id", "-un")).ok();
    return new PostgresUser(
        (root || !named) && namespaceWorks() ? NAMESPACE : List.of(),
        root ? new Ids(0, 0, "root") : null,
        !root);
  }

  /** Inside, the user has to be somebody, and not root again. */
  private static boolean namespaceWorks() throws IOException {
    PostgresProgram.Result inside =
        run(Stream.concat(NAMESPACE.stream(), Stream.of("id", "-un")).toList());
    return inside.ok() && !"root".equals(inside.output().strip());
  }

  /**
   * Finds the user for a database, and lets it pass through the folder in which that is.
   *
   * @param data where the database is, or is to be
   * @throws CommandException if the user that is set cannot run it
   */
  public static PostgresUser of(Settings set, DataFolder data) {
    Path folder = data.path().toAbsolutePath().normalize();
    try {
      if (!SecretSettings.isRoot()) {
        return self();
      }
      Optional<String> wish = set.get(SETTING);
      for (Ids each : candidates(wish, folder, data.postgres())) {
        Optional<PostgresUser> found = whoGetsTo(folder, each);
        if (found.isPresent()) {
          return found.get();
        }
      }
      if (wish.isPresent()) {
        throw new CommandException(
            SETTING
                + ": there is no such user, other than root, who can pass to "
                + folder
                + ", or no program setpriv or runuser by which to become it: "
                + wish.get());
      }
      return self();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell as whom PostgreSQL is to run: " + e, e);
    }
  }

  private static List<Ids> candidates(Optional<String> wish, Path folder, Path database)
      throws IOException {
    if (wish.isPresent()) {
      return named(wish.get()).stream().toList();
    }
    List<Ids> all = new ArrayList<>();
    owner(database).ifPresent(all::add);
    owner(folder).ifPresent(all::add);
    named(SERVICE).ifPresent(all::add);
    if (!run(List.of("getent", "passwd", Integer.toString(UNNAMED))).ok()) {
      all.add(new Ids(UNNAMED, UNNAMED, null));
    }
    named(LAST_RESORT).ifPresent(all::add);
    return all;
  }

  /** A user of the machine who is not root. */
  private static Optional<Ids> named(String name) throws IOException {
    PostgresProgram.Result uid = run(List.of("id", "-u", name));
    PostgresProgram.Result gid = run(List.of("id", "-g", name));
    return uid.ok() && gid.ok() && !uid.output().strip().equals("0")
        ? Optional.of(
            new Ids(
                Integer.parseInt(uid.output().strip()),
                Integer.parseInt(gid.output().strip()),
                name))
        : Optional.empty();
  }

  /** To whom this belongs, if it is there and not root's. */
  private static Optional<Ids> owner(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    int uid = (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    int gid = (int) Files.getAttribute(folder, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    String name = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
    if (uid == 0) {
      return Optional.empty();
    }
    return name.matches("[0-9]+")
        ? Optional.of(new Ids(uid, gid == 0 ? uid : gid, null))
        : named(name);
  }

  private static Optional<PostgresUser> whoGetsTo(Path folder, Ids ids) throws IOException {
    for (List<String> prefix : prefixes(ids)) {
      if (!becomes(prefix, ids) || !passes(prefix, folder.resolve("..").normalize())) {
        continue;
      }
      boolean roots = Files.getAttribute(folder, "unix:uid").equals(0);
      try {
        if (roots) {
          Files.setAttribute(folder, "unix:gid", ids.gid());
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x---"));
        }
        if (passes(prefix, folder) && mayGive(folder, ids)) {
          return Optional.of(new PostgresUser(prefix, ids, true));
        }
      } catch (IOException e) {
        // This root may not give files away, as in a container without that capability.
        continue;
      }
      if (roots) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    }
    return Optional.empty();
  }

  /** Two ways of becoming a user; who has no name is nobody in a namespace of its own, too. */
  private static List<List<String>> prefixes(Ids ids) {
    List<String> setpriv =
        List.of(
            "setpriv",
            "--reuid=" + ids.uid(),
            "--regid=" + ids.gid(),
            "--clear-groups",
            "--no-new-privs",
            "--inh-caps=-all");
    String name = ids.name();
    return name == null
        ? List.of(Stream.concat(setpriv.stream(), NAMESPACE.stream()).toList())
        : List.of(setpriv, List.of("runuser", "-u", name, "--"));
  }

  private static boolean becomes(List<String> prefix, Ids ids) throws IOException {
    PostgresProgram.Result name = tried(prefix, "id", "-un");
    PostgresProgram.Result uid = tried(prefix, "id", "-u");
    return name.ok()
        && uid.ok()
        && !name.output().strip().equals("root")
        && (ids.name() == null || uid.output().strip().equals(Integer.toString(ids.uid())));
  }

  private static boolean passes(List<String> prefix, Path folder) throws IOException {
    return tried(prefix, "test", "-x", folder.toString()).ok();
  }

  private static boolean mayGive(Path folder, Ids ids) throws IOException {
    Path probe = Files.createTempFile(folder, "probe", ".new");
    try {
      give(probe, ids);
      return true;
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static PostgresProgram.Result tried(List<String> prefix, String... words)
      throws IOException {
    return run(Stream.concat(prefix.stream(), Stream.of(words)).toList());
  }

  /** A program that is not there is one that does not work. */
  private static PostgresProgram.Result run(List<String> command) throws IOException {
    try {
      return PostgresProgram.run(command);
    } catch (IOException e) {
      return new PostgresProgram.Result(127, String.valueOf(e.getMessage()));
    }
  }

  private static void give(Path path, Ids to) throws IOException {
    Map<String, Object> has = Files.readAttributes(path, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    if (!has.equals(Map.of("uid", to.uid(), "gid", to.gid()))) {
      Files.setAttribute(path, "unix:gid", to.gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:uid", to.uid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Gives it a file or folder that this process has just made, not what is in it. */
  void own(Path path) throws IOException {
    if (owner != null) {
      give(path, owner);
    }
  }

  /**
   * Gives it all that is in a folder, no server running there; what leads out of it stays whose it
   * is. The folder itself comes last, so that after an end in between it is done again.
   */
  void ownAll(Path folder) throws IOException {
    if (owner == null || Files.getAttribute(folder, "unix:uid").equals(owner.uid())) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            own(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            own(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
