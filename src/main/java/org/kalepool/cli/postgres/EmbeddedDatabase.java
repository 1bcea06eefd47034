package org.kalepool.cli.postgres;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.TemporaryFolder;
import org.kalepool.cli.settings.PostgresLogin;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL of the pool's own, its data in a folder that survives restarts. It writes to
 * the disk before it says that something is stored, answers on loopback alone, and asks for a
 * password. A server left behind by a killed pool is stopped first; PostgreSQL then recovers by
 * itself.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final int PORT_TRIES = 3;
  private static final FileAttribute<?> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Of recovery after a crash, too; every five seconds somebody is told that it goes on. */
  private static final String START_LIMIT_SECONDS = "600";

  private final PostgresProgram program;
  private final Path folder;
  private final int port;
  private final Thread stopper;
  private @Nullable PostgresLogin runtime;
  private boolean closed;

  private EmbeddedDatabase(PostgresProgram program, Path folder, int port) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.stopper = Thread.ofPlatform().name("postgres-stopper").unstarted(this::stop);
  }

  /**
   * Starts it, making the folder at the first start.
   *
   * @param user as whom it runs
   * @param options more of the server's own, as for its command line; empty for none
   * @param out is told of what takes long
   * @throws CommandException saying in one sentence why it does not start, and what to do
   */
  public static EmbeddedDatabase start(
      Path folder, PostgresUser user, String options, PrintWriter out) {
    Path data = folder.toAbsolutePath().normalize();
    try {
      Path beside = data.resolveSibling(".").normalize();
      Files.createDirectories(beside);
      PostgresProgram program = PostgresProgram.of(PostgresBinaries.find(beside, user), user);
      PostgresProcess.stopLeftOver(data);
      PostgresLogin.prepare(data);
      if (Files.isDirectory(data)) {
        check(program, data);
        user.ownAll(data);
      } else {
        make(program, user, data, out);
      }
      EmbeddedDatabase started = run(program, user, data, options, out);
      started.open();
      return started;
    } catch (IOException e) {
      throw PostgresFailure.of("PostgreSQL does not start on " + data, e.toString());
    }
  }

  /** Beside its place and then moved there, so that what is there is always whole. */
  private static void make(PostgresProgram program, PostgresUser user, Path data, PrintWriter out)
      throws IOException {
    Path fresh = data.resolveSibling(data.getFileName() + ".new");
    if (Files.isDirectory(fresh)) {
      new TemporaryFolder(fresh).close();
    }
    Files.createDirectory(fresh, PRIVATE_FOLDER);
    user.own(fresh);
    // The file with the password stays the pool's.
    Path word = Files.createTempFile(data.getParent(), "word", ".new", PRIVATE_FILE);
    PostgresProgram.Result made;
    try {
      Files.copy(PostgresLogin.passwordFile(data), word, StandardCopyOption.REPLACE_EXISTING);
      user.own(word);
      made = initialize(program, fresh, word, out);
    } finally {
      Files.deleteIfExists(word);
    }
    if (!made.ok()) {
      throw PostgresFailure.of("PostgreSQL cannot make its files in " + data, made.output());
    }
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private static PostgresProgram.Result initialize(
      PostgresProgram program, Path folder, Path password, PrintWriter out) throws IOException {
    return program.run(
        since -> tell(out, "PostgreSQL is still making its files"),
        "initdb",
        "--pgdata=" + folder,
        "--username=" + PostgresLogin.USER,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-instructions");
  }

  private static void check(PostgresProgram program, Path data) throws IOException {
    Path version = data.resolve("PG_VERSION");
    if (!Files.isReadable(version)) {
      throw new CommandException(
          data
              + " holds no database that this user can read: give it back, or name another folder"
              + " with --data");
    }
    String has = Files.readString(version).strip();
    String brought = program.run("postgres", "--version").output();
    if (!brought.contains("(PostgreSQL) " + has + ".")) {
      throw new CommandException(
          "the data in "
              + data
              + " are of PostgreSQL "
              + has
              + " and this pool brings "
              + brought.strip()
              + ": write a backup with the program that made them (pool backup) and restore it here");
    }
    if (Files.isWritable(data)) {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static EmbeddedDatabase run(
      PostgresProgram program, PostgresUser user, Path data, String options, PrintWriter out)
      throws IOException {
    Path log = data.resolveSibling(data.getFileName() + ".log");
    String said = "";
    for (int tries = 0; tries < PORT_TRIES; tries++) {
      int port = freePort();
      Files.deleteIfExists(log);
      Files.createFile(log, PRIVATE_FILE);
      user.own(log);
      PostgresProgram.Result started =
          program.run(
              since -> tell(out, "PostgreSQL is still starting: " + last(log)),
              "pg_ctl",
              "start",
              "--pgdata=" + data,
              "--log=" + log,
              "--wait",
              "--timeout=" + START_LIMIT_SECONDS,
              "--options=-p "
                  + port
                  + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
                  + " -c fsync=on -c synchronous_commit=on -c full_page_writes=on"
                  + " -c max_connections=60 -c shared_buffers=64MB -c logging_collector=off "
                  + options);
      if (started.ok()) {
        return new EmbeddedDatabase(program, data, port);
      }
      said = text(log) + "\n" + started.output();
      if (!PostgresFailure.portTaken(said)) {
        break;
      }
    }
    throw PostgresFailure.of("PostgreSQL does not start on " + data + ", see " + log, said);
  }

  /** Lets nobody in but by the password, and looks whether that lets this process in. */
  private void open() throws IOException {
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      PostgresLogin.close(folder, port);
      runtime = login().runtime();
    } catch (SQLException e) {
      close();
      throw PostgresFailure.of(
          "PostgreSQL runs on " + folder + " and cannot be used", String.valueOf(e.getMessage()));
    }
  }

  private static void tell(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private static String last(Path log) {
    try {
      return text(log).strip().lines().reduce("it has said nothing", (first, second) -> second);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String text(Path log) throws IOException {
    return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandException("no free TCP port for PostgreSQL: " + e.getMessage());
    }
  }

  /** The server that somebody has started on this folder, if one runs. */
  public static Optional<PostgresLogin> running(Path folder) throws IOException {
    var port = PostgresProcess.port(folder.toAbsolutePath());
    return port.isPresent()
        ? Optional.of(PostgresLogin.of(folder.toAbsolutePath(), port.getAsInt()))
        : Optional.empty();
  }

  /**
   * The role as which a pool farms.
   *
   * @throws IllegalStateException if the server has not been opened
   */
  public PostgresLogin runtime() {
    if (runtime == null) {
      throw new IllegalStateException("the server has not been opened");
    }
    return runtime;
  }

  /** How to get in as the owner, who may do everything. */
  public PostgresLogin login() {
    try {
      return PostgresLogin.of(folder, port);
    } catch (IOException e) {
      throw new CommandException(
          "the embedded database's password cannot be read: " + e.getMessage());
    }
  }

  public DataSource dataSource() {
    PostgresLogin login = login();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(login.url());
    source.setUser(login.user());
    source.setPassword(login.password());
    return source;
  }

  /** The server's processes: the first one and those that it has started and that still run. */
  public List<ProcessHandle> processes() {
    return PostgresProcess.of(folder).stream()
        .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
        .toList();
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook has found nothing more to do
      closed = true;
    }
  }

  /** Waits a moment for its clients to go; then they are sent away. */
  private synchronized void stop() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!stop("smart", 2).ok() && !stop("fast", 20).ok()) {
        throw new CommandException("PostgreSQL on " + folder + " does not stop");
      }
    } catch (IOException e) {
      throw new CommandException("PostgreSQL on " + folder + " does not stop: " + e.getMessage());
    }
  }

  private PostgresProgram.Result stop(String mode, int seconds) throws IOException {
    return program.run(
        "pg_ctl", "stop", "--pgdata=" + folder, "--mode=" + mode, "--wait", "--timeout=" + seconds);
  }
}
