package org.kalepool.cli.database;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.kalepool.cli.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pool restore}: a backup into an empty database. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Restore a backup into an empty database, all or nothing.",
      "Every farmer is suspended in it: no plants and no payouts, until the running pool has"
          + " compared the farmer's books with the chain and found no difference."
    })
public final class RestoreCommand implements Callable<Integer> {
  @Option(names = "--from", required = true, description = "what pool backup wrote")
  private Path from;

  @Option(
      names = "--data",
      defaultValue = "data/pool",
      description =
          "folder of the embedded database, where the settings name none (default: ${DEFAULT-VALUE})")
  private Path data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (PoolDatabase database = PoolDatabase.exclusive(Settings.ofThisProcess(), data, out)) {
      long rows = BackupReader.restore(from, database.connection());
      out.println(rows + " rows restored; farmers stay suspended until books and chain agree");
      out.flush();
      return 0;
    }
  }
}
