package org.kalepool.cli.hasher;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.work.fleet.BrokerAccess;
import org.kalepool.work.fleet.FleetMessage;
import org.kalepool.work.fleet.FleetSubjects;
import org.kalepool.work.fleet.HasherProcess;
import org.kalepool.work.miner.ReadyDevices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hashes for a pooler on another machine; needs neither database nor network node. */
@Command(
    name = "hasher",
    mixinStandardHelpOptions = true,
    description = {
      "Hashes for a pooler that is reached by a NATS broker, until interrupted.",
      "It asks for half a second of work at a time and tells at once what it finds; docs/fleet.md"
          + " says how to set it up."
    })
public final class HasherCommand implements Callable<Integer> {
  @Option(
      names = "--fleet",
      required = true,
      paramLabel = "URL",
      description = "The broker: nats://HOST:PORT or tls://HOST:PORT.")
  private String fleet;

  @Option(
      names = "--subject",
      defaultValue = FleetSubjects.DEFAULT,
      paramLabel = "PREFIX",
      description = "As the pooler's kale.fleet.subject; default: ${DEFAULT-VALUE}.")
  private String subject;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "By which the pooler's operators know it; default: this machine's name.")
  private @Nullable String name;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that hash; default: one for each core.")
  private @Nullable Integer threads;

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      description = "See pool bench; default: the fastest here.")
  private @Nullable String kernel;

  @Option(
      names = "--devices",
      defaultValue = "auto",
      paramLabel = "NAMES",
      description = "auto, none, all or names from pool bench; default: ${DEFAULT-VALUE}.")
  private String devices;

  @Option(
      names = "--device-batch",
      defaultValue = "" + ReadyDevices.BATCH_MILLIS,
      paramLabel = "MS",
      description = "What a device's batch may take, 5 to 1000 ms; default: ${DEFAULT-VALUE}.")
  private int deviceBatch;

  @Option(
      names = "--user-file",
      paramLabel = "FILE",
      description = "One line, USER:PASSWORD of the broker.")
  private @Nullable Path userFile;

  @Option(
      names = "--nkey-file",
      paramLabel = "FILE",
      description = "One line, the seed of an NKey, SU….")
  private @Nullable Path nkeyFile;

  @Option(names = "--creds", paramLabel = "FILE", description = "A creds file, as nsc writes it.")
  private @Nullable Path creds;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description =
          "Certificates that are trusted (PEM); a connection without TLS is refused then.")
  private @Nullable Path tlsCa;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    check("--user-file", userFile, out);
    check("--nkey-file", nkeyFile, out);
    check("--creds", creds, out);
    if (threads != null && (threads < 1 || threads > 4096)) {
      throw new CommandException("--threads takes 1 to 4096, not " + threads);
    }
    if (deviceBatch < 5 || deviceBatch > 1000) {
      throw new CommandException("--device-batch takes 5 to 1000, not " + deviceBatch);
    }
    try {
      BrokerAccess access =
          new BrokerAccess(
              fleet,
              Optional.ofNullable(userFile),
              Optional.ofNullable(nkeyFile),
              Optional.ofNullable(creds),
              Optional.ofNullable(tlsCa));
      return HasherProcess.run(
          new HasherProcess.Setup(
              access,
              new FleetSubjects(subject),
              name(),
              Optional.ofNullable(kernel),
              Optional.ofNullable(threads),
              devices,
              deviceBatch),
          out);
    } catch (IllegalArgumentException e) {
      CommandException told = new CommandException(String.valueOf(e.getMessage()));
      told.initCause(e);
      throw told;
    }
  }

  private static void check(String option, @Nullable Path file, PrintWriter out) {
    if (file != null) {
      SecretSettings.checkFile(option, file, out);
    }
  }

  private String name() {
    if (name != null) {
      if (!FleetMessage.NAME.matcher(name).matches()) {
        throw new CommandException("--name takes 1 to 32 of A-Z a-z 0-9 . _ -, not '" + name + "'");
      }
      return name;
    }
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
    } catch (UnknownHostException e) {
      throw new CommandException("this machine has no name: give it one by --name");
    }
    return host.substring(0, Math.min(host.length(), 32));
  }
}
