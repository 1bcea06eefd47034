package org.kalepool.cli.postgres;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kalepool.cli.CommandException;

/** What PostgreSQL says when it does not start, and what can be done about it, in one sentence. */
final class PostgresFailure {
  private static final String ELSEWHERE = ", or set quarkus.datasource.jdbc.url";

  /** The first whose words are found counts. */
  private static final List<Known> KNOWN =
      List.of(
          new Known(
              "run as root|\"root\" execution",
              "PostgreSQL does not run as root, and this machine lets root make no user namespace"
                  + " (unshare -U): run the pool as another user"
                  + ELSEWHERE),
          new Known(
              "could not look up effective user id",
              "PostgreSQL wants a user with a name, and this one has none: add a line for it to"
                  + " /etc/passwd, run the pool as a user that has one"
                  + ELSEWHERE),
          new Known(
              "could not create semaphores",
              "the machine has no semaphores left (kernel.sem): end other databases or raise it"),
          new Known(
              "could not .*shared memory",
              "the machine gives PostgreSQL no shared memory: make room in /dev/shm and memory"),
          new Known("no space left on device", "the disk is full: make room"),
          new Known("disk quota exceeded", "the user's disk quota is used up: make room"),
          new Known(
              "read-only file system",
              "the folder cannot be written to: mount it for writing or name another with --data"),
          new Known(
              "another postmaster",
              "another PostgreSQL uses this folder: stop it, or name another folder with --data"),
          new Known(
              "database files are incompatible with server",
              "the data are of another version of PostgreSQL, or of another kind of machine: write a"
                  + " backup with the program that made them (pool backup) and restore it here"),
          new Known(
              "has wrong ownership",
              "the data belong to another user: run the pool as that user, or give the folder to this"
                  + " one with chown -R"),
          new Known(
              "permission denied",
              "a file cannot be opened: give the folder to the pool's user with chown -R"),
          new Known(
              "locale .*(incompatible|not recognized|exist)|incompatible.* locale|parameter \"lc_",
              "the data were made under a locale that this machine does not have: install it (see"
                  + " locale -a), or write a backup where it exists and restore it here"),
          new Known(
              "checkpoint record", "the data are damaged: restore a backup into another folder"),
          new Known("invalid data in file", "the data are damaged: restore a backup"),
          new Known("error while loading shared libraries", "this machine lacks a library"));

  private static final Pattern ERROR = Pattern.compile("(PANIC|FATAL|ERROR|error):");

  /**
   * @param words a regular expression for a line that PostgreSQL writes, in any case
   */
  private record Known(String words, String sentence) {}

  private PostgresFailure() {}

  /**
   * One sentence.
   *
   * @param what did not work, such as {@code PostgreSQL does not start on /data}
   * @param output what PostgreSQL wrote
   */
  static CommandException of(String what, String output) {
    List<String> lines = output.strip().lines().toList();
    for (Known known : KNOWN) {
      Pattern words = Pattern.compile(known.words(), Pattern.CASE_INSENSITIVE);
      for (String line : lines) {
        if (words.matcher(line).find()) {
          return new CommandException(what + ": " + known.sentence() + " (" + bare(line) + ")");
        }
      }
    }
    return new CommandException(what + ": " + said(lines));
  }

  static boolean portTaken(String output) {
    return output.contains("could not bind") || output.contains("Address already in use");
  }

  /** The first line that names an error. */
  private static String said(List<String> lines) {
    return lines.stream()
        .filter(line -> ERROR.matcher(line).find())
        .findFirst()
        .map(PostgresFailure::bare)
        .orElseGet(() -> lines.isEmpty() ? "it said nothing" : lines.getLast());
  }

  /** Without the time and the program that stand before it. */
  private static String bare(String line) {
    Matcher error = ERROR.matcher(line);
    return error.find() ? line.substring(error.end()).strip() : line.strip();
  }
}
