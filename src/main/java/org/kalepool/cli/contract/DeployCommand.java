package org.kalepool.cli.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.schedule.Timekeeping;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.lanes.NodeEnvelopes;
import org.kalepool.wallet.OwnKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pool contract deploy}: uploads and makes what is not there, and verifies all of it. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = {
      "Upload the contracts' code and make the contracts, where the network has not got them"
          + " yet; verify the code's hash on the chain; print the ids to configure.",
      "It says beforehand what that costs. Run again it pays for nothing twice, and goes on where a"
          + " run that died had come to. On the public network it asks twice."
    })
public final class DeployCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(250);

  @Option(
      names = "--secret-file",
      required = true,
      description = "file with the secret (S…) of the account that makes them and pays for it")
  private Path secretFile;

  @Option(
      names = "--admin",
      description =
          "who adds terms to split and holds the bond of pool (default: the secret's account). A"
              + " pool adds terms itself where it has the admin's key, as of its own pooler's"
              + " wallet")
  private @Nullable String admin;

  @Option(
      names = "--operator",
      description = "who plants from vaults (default: the secret's account)")
  private @Nullable String operator;

  @Option(
      names = "--life",
      defaultValue = "17280",
      description =
          "most ledgers that a stake can be out: KALE's pails live so long (default:"
              + " ${DEFAULT-VALUE})")
  private long life;

  @Option(
      names = "--max-fee",
      defaultValue = "50",
      description = "the most XLM that one transaction may cost (default: ${DEFAULT-VALUE})")
  private String maxFee = "50";

  @Parameters(
      arity = "0..*",
      paramLabel = "CONTRACT",
      description =
          "split, batch, pool (default: split and batch; pool makes vaults, and its bond covers"
              + " them)")
  private List<String> wanted = List.of("split", "batch");

  @Option(names = "--dry-run", description = "only say what is missing and what it would cost")
  private boolean dryRun;

  @Option(names = "--yes", description = "ask nothing, for scripts")
  private boolean yes;

  @Spec private CommandSpec spec;

  private final Supplier<Settings> settings;

  public DeployCommand() {
    this(Settings::ofThisProcess);
  }

  DeployCommand(Supplier<Settings> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    SecretSettings.checkFile("--secret-file", secretFile, out);
    OwnKeys keys = keys(secretFile);
    Address deployer = keys.wallet();
    Deployment.Terms terms =
        new Deployment.Terms(
            deployer,
            who("--admin", admin, deployer),
            who("--operator", operator, deployer),
            life,
            wanted(wanted));
    try (ContractNetwork network =
        ContractNetwork.of(
            settings.get(), amount(maxFee), Timekeeping.wallClock(), Timekeeping.strongRandom())) {
      Deployment deployment =
          new Deployment(network.contracts(), terms, network(network, keys, deployer));
      List<Deployment.Step> missing = deployment.missing();
      Xlm most = tell(out, missing);
      if (!missing.isEmpty() && !dryRun) {
        checkFunds(network, deployer, most);
        if (network.isMainnet() && !yes) {
          confirm(out, network.passphrase(), most);
        }
      }
      if (!dryRun) {
        Map<Deployable, Address> ids =
            deployment.carryOut(
                line -> {
                  out.println(line);
                  out.flush();
                });
        out.println("all there, with the committed code. To configure:");
        ids.forEach((each, id) -> out.println(each.setting().orElseThrow() + "=" + id));
      }
      out.flush();
      return 0;
    } catch (RpcException e) {
      throw new CommandException("the network: " + e.getMessage());
    }
  }

  private static Deployment.Network network(
      ContractNetwork network, OwnKeys keys, Address deployer) {
    NodeEnvelopes envelopes = network.envelopes(keys);
    ContractSender sender = new ContractSender(envelopes, deployer, PAUSE);
    return new Deployment.Network() {
      @Override
      public Address farm() {
        return network.farm();
      }

      @Override
      public Xlm quote(ContractCall call) {
        return Xlm.ofStroops(envelopes.resourceFee(deployer, call));
      }

      @Override
      public Optional<Outcome.Landed> land(ContractCall call) throws InterruptedException {
        return sender.land(call);
      }
    };
  }

  private static OwnKeys keys(Path file) {
    try {
      return OwnKeys.read(file, 0);
    } catch (IOException e) {
      throw new CommandException(
          "--secret-file: " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (IllegalArgumentException e) {
      throw new CommandException("--secret-file: " + file + ": " + e.getMessage());
    }
  }

  private static Set<Deployable> wanted(List<String> names) {
    Set<Deployable> wanted = EnumSet.noneOf(Deployable.class);
    for (String name : names) {
      wanted.add(
          Arrays.stream(Deployable.values())
              .filter(each -> each.isMadeOnce() && each.label().equals(name))
              .findFirst()
              .orElseThrow(() -> new CommandException(name + " is none of split, batch and pool")));
    }
    return wanted;
  }

  private static Address who(String option, @Nullable String text, Address otherwise) {
    try {
      return text == null ? otherwise : Address.of(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException(option + ": " + e.getMessage());
    }
  }

  private static Xlm amount(String text) {
    try {
      return Xlm.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--max-fee: " + e.getMessage());
    }
  }

  private static Xlm tell(PrintWriter out, List<Deployment.Step> missing) {
    Xlm sum = Xlm.ZERO;
    for (Deployment.Step step : missing) {
      out.println(
          "missing: %s, %s %s XLM"
              .formatted(step.label(), step.guessed() ? "about" : "at most", step.most()));
      sum = sum.plus(step.most());
    }
    if (!missing.isEmpty()) {
      out.println("together at most about " + sum + " XLM; a part of it comes back at once");
    }
    out.flush();
    return sum;
  }

  private static void checkFunds(ContractNetwork network, Address deployer, Xlm most) {
    Holdings held = network.chain().holdings(List.of(deployer)).get(deployer);
    Xlm spendable = held == null ? Xlm.ZERO : held.spendable();
    if (spendable.compareTo(most) < 0) {
      throw new CommandException(
          "%s has %s XLM to spare and needs %s: send it some".formatted(deployer, spendable, most));
    }
  }

  /** Twice, since what is paid for here is paid for good. */
  private static void confirm(PrintWriter out, String passphrase, Xlm most) {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    ask(out, in, "Pay up to " + most + " XLM on " + passphrase + "? Type yes:", "yes");
    ask(out, in, "This cannot be undone. Type deploy to go on:", "deploy");
  }

  private static void ask(PrintWriter out, BufferedReader in, String question, String answer) {
    out.println(question);
    out.flush();
    try {
      String line = in.readLine();
      if (line == null || !line.strip().equals(answer)) {
        throw new CommandException("nothing was done");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
