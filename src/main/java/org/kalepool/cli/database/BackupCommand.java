package org.kalepool.cli.database;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pool backup}: the database in one file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Write the pool's database to a file, as of one moment; the pool may go on meanwhile.",
      "The file is SQL that pool restore and psql read. It has the wallets' keys only encrypted:"
          + " keep the key-encryption key elsewhere, without it the wallets are lost."
    })
public final class BackupCommand implements Callable<Integer> {
  @Option(names = "--to", required = true, description = "the file, replaced if it exists")
  private Path to;

  @Option(
      names = "--data",
      defaultValue = "data/pool",
      description =
          "folder of the embedded database, where the settings name none (default:"
              + " ${DEFAULT-VALUE})")
  private Path data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (PoolDatabase database = PoolDatabase.existing(Settings.ofThisProcess(), data, out)) {
      long rows = write(database, to.toAbsolutePath());
      out.println(rows + " rows written to " + to);
      note(database.connection(), rows, out);
      out.flush();
      return 0;
    }
  }

  /** The backup is good all the same, such as that of a standby, which takes no writes. */
  private static void note(Connection connection, long rows, PrintWriter out) {
    try {
      BackupWriter.record(connection, rows);
    } catch (SQLException e) {
      out.println("warning: it could not be noted in the database: " + e.getMessage());
    }
  }

  /** The name appears when all of it is on the disk, so that no half backup ever has it. */
  static long write(PoolDatabase database, Path to) throws SQLException, IOException {
    Path folder = to.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new CommandException("--to: there is no folder for " + to);
    }
    Path fresh =
        Files.createTempFile(
            folder,
            to.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      long rows;
      try (Writer file = Files.newBufferedWriter(fresh);
          Writer buffered = new BufferedWriter(file, 1 << 16)) {
        rows = BackupWriter.write(database.connection(), buffered);
      }
      try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
