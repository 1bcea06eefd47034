package org.kalepool.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.kalepool.web.OperatorKeyFile;

/** The folder of a pool that has no database, network or keys of its own: all three live here. */
public final class DataFolder implements AutoCloseable {
  /** Hashes of operators' keys. */
  public static final String OPERATOR_KEYS = "operator-keys";

  /** An operators' key as it is, which pools made for themselves before. */
  public static final String OLD_OPERATOR_KEY = "operator-key";

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if need be and locks it against a second process.
   *
   * @throws CommandException if another process has it
   */
  public static DataFolder open(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new CommandException(
            "--data: another process works in " + path + "; stop it or name another folder");
      }
      // Keys and passwords lie in here. Not sooner: the other process's database may pass through.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("--data: " + path + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock lock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  public Path path() {
    return path;
  }

  public Path postgres() {
    return path.resolve("postgres");
  }

  public Path sandbox() {
    return path.resolve("sandbox");
  }

  /** The file with the operators' keys; made if need be, so that the first key counts at once. */
  public Path operatorKeys() {
    return Stream.of(OPERATOR_KEYS, OLD_OPERATOR_KEY)
        .map(path::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseGet(() -> made(OPERATOR_KEYS, OperatorKeyFile.NOBODY));
  }

  /** A file with 32 random bytes in hex, readable by its owner alone, made at the first use. */
  public Path secretFile(String name) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return made(name, HexFormat.of().formatHex(secret));
  }

  private Path made(String name, String text) {
    Path file = path.resolve(name);
    try {
      Path fresh =
          Files.createTempFile(
              path,
              name,
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(fresh, text + "\n");
        // A link, not a move: it never replaces a key that wallets are already encrypted with.
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException e) {
        return file;
      } finally {
        Files.deleteIfExists(fresh);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the secret " + file + " cannot be written", e);
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock on " + path + " cannot be given back", e);
    }
  }
}
