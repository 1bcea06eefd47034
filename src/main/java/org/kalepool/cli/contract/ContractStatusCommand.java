package org.kalepool.cli.contract;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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

/** {@code pool contract status}: what is configured, and what the network has of it. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show the configured contracts: the code's hash on the chain, how long contract and code live"
          + " without being extended, the bond, and the split's terms.",
      "Exit code 1 if one is missing, archived or not of the committed code."
    })
public final class ContractStatusCommand implements Callable<Integer> {
  private static final double SECONDS_A_DAY = 86_400;

  @Option(
      names = "--pool",
      description = "a pool contract other than that of kale.vault.contract-id")
  private @Nullable String pool;

  @Spec private CommandSpec spec;

  private final Supplier<Settings> settings;

  public ContractStatusCommand() {
    this(Settings::ofThisProcess);
  }

  ContractStatusCommand(Supplier<Settings> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Settings set = settings.get();
    try (ContractNetwork network =
        ContractNetwork.of(set, null, Timekeeping.wallClock(), Timekeeping.strongRandom())) {
      double ledgerSeconds = network.chain().terms().ledgerSeconds();
      Report report = new Report(network.contracts(), ledgerSeconds, out);
      boolean good = true;
      for (Deployable each : Deployable.values()) {
        if (each.isMadeOnce()) {
          good &= report.show(each, configured(set, each, pool));
        }
      }
      out.flush();
      return good ? 0 : 1;
    } catch (RpcException e) {
      throw new CommandException("the network: " + e.getMessage());
    }
  }

  /**
   * The contract that the pool is told of.
   *
   * @throws CommandException if what is set is no contract's address
   */
  static @Nullable Address configured(
      Settings settings, Deployable contract, @Nullable String pool) {
    String name = contract.setting().orElse("--pool");
    Optional<String> text =
        Optional.ofNullable(pool)
            .filter(_ -> contract == Deployable.POOL)
            .or(() -> contract.setting().flatMap(settings::get));
    try {
      Address id = text.map(String::strip).map(Address::of).orElse(null);
      if (id != null && !id.isContract()) {
        throw new CommandException(name + " must be a contract (C…)");
      }
      return id;
    } catch (IllegalArgumentException e) {
      throw new CommandException(name + ": " + e.getMessage());
    }
  }

  /** Writes about one contract after the other. */
  private record Report(PoolContracts contracts, double ledgerSeconds, PrintWriter out) {
    boolean show(Deployable contract, @Nullable Address id) {
      if (id == null) {
        out.println(
            contract.label() + ": not configured (" + contract.setting().orElse("--pool") + ")");
        return true;
      }
      out.println(contract.label() + ": " + id);
      Optional<Deployed> there = contracts.deployed(id);
      if (there.isEmpty()) {
        out.println("  is not on this network");
        return false;
      }
      Deployed on = there.get();
      boolean same = Objects.equals(on.code(), contract.hash());
      out.println("  code " + text(on.code()) + (same ? ", the committed one" : ", ANOTHER"));
      boolean lives = life("contract", on.liveUntil(), on.ledger());
      Hash code = on.code();
      if (code != null) {
        OptionalLong until = contracts.codeLiveUntil(code);
        lives &= life("code", until.orElse(0), on.ledger());
      }
      if (same) {
        state(contract, id);
      }
      return same && lives;
    }

    private static String text(@Nullable Hash code) {
      return code == null ? "none: an asset's" : code.hex();
    }

    private boolean life(String what, long until, long ledger) {
      if (until < ledger) {
        out.println("  " + what + " is archived: the next call restores it, and pays for that");
        return false;
      }
      long left = until - ledger;
      out.println(
          "  %s lives %d ledgers more, about %.1f days"
              .formatted(what, left, left * ledgerSeconds / SECONDS_A_DAY));
      return true;
    }

    private void state(Deployable contract, Address id) {
      if (contract == Deployable.SPLIT) {
        PoolContracts.SplitState split = contracts.split(id);
        out.println("  admin " + split.admin());
        List<PoolContracts.Terms> terms = split.terms();
        for (int version = 0; version < terms.size(); version++) {
          out.println(
              "  terms %d: %d basis points to %s"
                  .formatted(
                      version, terms.get(version).basisPoints(), terms.get(version).wallet()));
        }
      } else if (contract == Deployable.POOL) {
        PoolContracts.PoolState pool = contracts.pool(id);
        out.println("  admin " + pool.admin() + ", operator " + pool.operator());
        boolean same = pool.vaultCode().equals(Deployable.VAULT.hash());
        out.println(
            "  vaults of the code "
                + pool.vaultCode().hex()
                + (same ? ", the committed one" : ", ANOTHER"));
        life(
            "the vaults' code",
            contracts.codeLiveUntil(pool.vaultCode()).orElse(0),
            contracts.deployed(id).map(Deployed::ledger).orElse(0L));
        out.println(
            "  bond %s KALE, of which %s are reserved; a stake is out for at most %d ledgers"
                .formatted(pool.bond(), pool.reserved(), pool.life()));
      }
    }
  }
}
