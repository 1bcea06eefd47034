package org.kalepool.cli.contract;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.schedule.Timekeeping;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.Deployed;
import org.kalepool.stellar.RpcException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pool contract upgrade-check}: whether this pool brings other contracts than are there. */
@Command(
    name = "upgrade-check",
    mixinStandardHelpOptions = true,
    description = {
      "Compare the committed contracts with the configured ones on the chain, and say what a"
          + " deployment would change. Contracts cannot be upgraded: another one is made beside"
          + " the first.",
      "Exit code 0 if they are the same, 1 if not."
    })
public final class UpgradeCheckCommand implements Callable<Integer> {
  @Option(
      names = "--pool",
      description = "a pool contract other than that of kale.vault.contract-id")
  private @Nullable String pool;

  @Spec private CommandSpec spec;

  private final Supplier<Settings> settings;

  public UpgradeCheckCommand() {
    this(Settings::ofThisProcess);
  }

  UpgradeCheckCommand(Supplier<Settings> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Settings set = settings.get();
    try (ContractNetwork network =
        ContractNetwork.of(set, null, Timekeeping.wallClock(), Timekeeping.strongRandom())) {
      boolean same = true;
      for (Deployable each : Deployable.values()) {
        if (each.isMadeOnce()) {
          Address id = ContractStatusCommand.configured(set, each, pool);
          same &= compare(each, id, network.contracts(), out);
        }
      }
      out.flush();
      return same ? 0 : 1;
    } catch (RpcException e) {
      throw new CommandException("the network: " + e.getMessage());
    }
  }

  private static boolean compare(
      Deployable contract, @Nullable Address id, PoolContracts contracts, PrintWriter out) {
    Hash committed = contract.hash();
    if (id == null) {
      out.println(contract.label() + ": not configured; the committed one is " + committed.hex());
      return true;
    }
    Optional<Deployed> there = contracts.deployed(id);
    if (there.isEmpty()) {
      out.println(contract.label() + ": " + id + " is not on this network");
      return false;
    }
    Hash on = there.get().code();
    boolean vaults =
        contract != Deployable.POOL
            || !Objects.equals(on, committed)
            || contracts.pool(id).vaultCode().equals(Deployable.VAULT.hash());
    if (Objects.equals(on, committed) && vaults) {
      out.println(contract.label() + ": the same, " + committed.hex());
      return true;
    }
    out.println(
        contract.label()
            + ": another. On the chain "
            + (on == null ? "none" : on.hex())
            + ", committed "
            + committed.hex()
            + (vaults ? "" : "; it makes vaults of another code"));
    out.println("  " + consequence(contract));
    return false;
  }

  private static String consequence(Deployable contract) {
    return switch (contract) {
      case SPLIT ->
          "a deployment makes another beside it: the pool adds all terms to that one's list, in an"
              + " order of its own; what the first has paid and holds stays there";
      case BATCH -> "a deployment makes another beside it; nothing is kept in either";
      case VAULT, POOL ->
          "a deployment makes another beside it: vaults stay with the first, whose operator and"
              + " bond they go on needing; only new farmers come to the second";
    };
  }
}
