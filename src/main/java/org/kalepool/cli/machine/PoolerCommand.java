package org.kalepool.cli.machine;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.DataFolder;
import org.kalepool.cli.Terminal;
import org.kalepool.cli.serve.StopLimit;
import org.kalepool.cli.settings.Settings;
import org.kalepool.machine.MachineScreen;
import org.kalepool.schedule.Timekeeping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pool pooler}: hashes for a backend's farmers until it is told to stop. */
@Command(
    name = "pooler",
    mixinStandardHelpOptions = true,
    description = {
      "Run a pooler's machine: it hashes for the farmers of a pool whose backend is elsewhere, and"
          + " needs no database.",
      "It needs the backend's address, the pooler's key from the pool's operator, and an RPC node"
          + " of its own (kale.rpc.url).",
      "With --check it tries all of that, tells what to do about what is wrong, and ends: exit code"
          + " 0 if it could farm, 1 if not. See docs/pooler-machine.md."
    })
public final class PoolerCommand implements Callable<Integer> {
  private static final Logger LOG = Logger.getLogger(PoolerCommand.class);
  private static final int DEFAULT_MANAGEMENT = 9000;

  @Option(names = "--backend", description = "the backend's address (kale.pooler.backend)")
  private @Nullable String backend;

  @Option(
      names = "--key-file",
      description = "file with the pooler's key, kp_… (kale.pooler.key-file)")
  private @Nullable Path keyFile;

  @Option(
      names = "--secret-file",
      description =
          "file with the secret of the pooler's wallet, S… (kale.pooler.secret-file): with it the"
              + " machine sends the works itself and pays for them, unless"
              + " kale.pooler.submit=backend")
  private @Nullable Path secretFile;

  @Option(
      names = "--data",
      defaultValue = "data/pooler",
      description = "folder of the journal (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--management-port",
      description =
          "port of health and metrics, 0 for any free one (default: quarkus.management.port, or "
              + DEFAULT_MANAGEMENT
              + ")")
  private @Nullable Integer managementPort;

  @Option(names = "--check", description = "try everything, and end")
  private boolean check;

  @Option(
      names = "--close-channels",
      description =
          "merge the accounts from which the machine has sent works into the wallet, and end: for"
              + " a machine that is given up")
  private boolean closeChannels;

  @Option(
      names = "--end-with-input",
      hidden = true,
      description = "end when the standard input does, and so with whoever started this process")
  private boolean endWithInput;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    set("kale.pooler.backend", backend);
    set("kale.pooler.key-file", keyFile);
    set("kale.pooler.secret-file", secretFile);
    Settings settings = Settings.ofThisProcess();
    int port = managementPort(settings);
    MachineLog.toStandardError();
    Clock clock = Timekeeping.wallClock();
    RandomGenerator random = Timekeeping.strongRandom();
    MachineStart start = MachineStart.of(settings, clock, random, out);
    if (check) {
      return start.check() ? 0 : 1;
    }
    StopLimit.arm();
    boolean live = Terminal.isThere();
    MachineScreen screen = new MachineScreen(out, live);
    try (DataFolder folder = DataFolder.open(data)) {
      if (closeChannels) {
        start.closeChannels(folder.path(), screen);
        return 0;
      }
      RunningMachine running = start.run(folder.path(), screen, host(settings), port);
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    running.close();
                    ended.countDown();
                  },
                  "machine-stop"));
      screen.line("health and metrics are at " + running.url() + "/q");
      if (endWithInput) {
        Thread.ofPlatform().name("machine-input").daemon().start(PoolerCommand::exitAfterInput);
      }
      running.await(ended, Duration.ofSeconds(1));
    }
    return 0;
  }

  private static void exitAfterInput() {
    try {
      while (System.in.read() >= 0) {
        // nothing is asked of whoever writes here but to be there
      }
    } catch (IOException e) {
      LOG.debugf("the input has ended: %s", e.getMessage());
    }
    System.exit(0);
  }

  private static void set(String setting, @Nullable Object value) {
    if (value != null) {
      System.setProperty(setting, value.toString());
    }
  }

  private static String host(Settings settings) {
    return settings.get("quarkus.management.host").orElse("127.0.0.1");
  }

  private int managementPort(Settings settings) {
    Integer given = managementPort;
    if (given != null && given >= 0 && given <= 65_535) {
      return given;
    }
    Optional<String> set = settings.get("quarkus.management.port");
    String text = given == null ? set.orElse("" + DEFAULT_MANAGEMENT).strip() : given.toString();
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new CommandException("--management-port must be 0 to 65535, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }
}
