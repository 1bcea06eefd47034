package org.kalepool.lab.step;

import io.quarkus.arc.Arc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.serve.EmbeddedServices;
import org.kalepool.cli.serve.PoolProcess;
import org.kalepool.cli.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pool step}: the service on a stepped clock, for tests of the packaged pool. Each line of
 * standard input is a number of seconds by which the clock is moved on; {@code stepped} answers
 * when all that followed has been done. It ends with the input. Database, network and keys are
 * taken from the settings.
 */
@Command(
    name = "step",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Run the service on a clock that is moved on by lines of standard input.")
public final class StepCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "0",
      description = "HTTP port, 0 for any free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (EmbeddedServices.onPublicNetwork(Settings.ofThisProcess(), null)) {
      throw new CommandException("pool step is for tests, and not for a public network");
    }
    try (PoolProcess pool = PoolProcess.start(Map.of("kale.stepped", "true"), port);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Stepper stepper = Arc.container().select(Stepper.class).get();
      out.println("the pool listens at " + pool.url());
      out.flush();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        stepper.pass(Duration.ofSeconds(seconds(line)));
        out.println("stepped");
        out.flush();
      }
    }
    return 0;
  }

  private static long seconds(String line) {
    try {
      return Long.parseLong(line.strip());
    } catch (NumberFormatException e) {
      throw new CommandException("a step is a number of seconds, not '" + line + "'");
    }
  }
}
