package org.kalepool.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.UncheckedIOException;
import org.kalepool.cli.contract.ContractCommand;
import org.kalepool.cli.database.ArchiveCommand;
import org.kalepool.cli.database.BackupCommand;
import org.kalepool.cli.database.RestoreCommand;
import org.kalepool.cli.hasher.FleetKeyCommand;
import org.kalepool.cli.hasher.HasherCommand;
import org.kalepool.cli.keys.OperatorKeyCommand;
import org.kalepool.cli.machine.PoolerCommand;
import org.kalepool.cli.serve.ServeCommand;
import org.kalepool.lab.demo.DemoCommand;
import org.kalepool.lab.fleet.FleetBenchCommand;
import org.kalepool.lab.load.LoadCommand;
import org.kalepool.lab.plan.SimulatePlanCommand;
import org.kalepool.lab.sandbox.SandboxCommand;
import org.kalepool.lab.simulation.SimulateCommand;
import org.kalepool.lab.step.StepCommand;
import org.kalepool.web.GateExtension;
import org.kalepool.work.miner.BenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of the pool's one executable. */
@QuarkusMain
@Command(
    name = "pool",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Farm KALE together: a pooler's machine hashes, farmers stake.",
    subcommands = {
      ServeCommand.class,
      PoolerCommand.class,
      DemoCommand.class,
      SandboxCommand.class,
      ArchiveCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      OperatorKeyCommand.class,
      ContractCommand.class,
      BenchCommand.class,
      FleetBenchCommand.class,
      HasherCommand.class,
      FleetKeyCommand.class,
      LoadCommand.class,
      SimulatePlanCommand.class,
      StepCommand.class,
      SimulateCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command named by the first argument and exits with its code. */
  public static void main(String... args) {
    GateExtension.enable();
    System.exit(
        new CommandLine(new Main())
            .setExecutionExceptionHandler(
                (failure, line, result) -> {
                  if (failure instanceof CommandException
                      || failure instanceof UncheckedIOException) {
                    line.getErr().println("pool: " + failure.getMessage());
                    return CommandLine.ExitCode.USAGE;
                  }
                  throw failure;
                })
            .execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"kale-pool " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
