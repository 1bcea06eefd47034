package org.kalepool.cli.contract;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.schedule.Timekeeping;
import org.kalepool.stellar.RpcException;

/** Looks at the contracts that a pool is told of, one after the other. */
final class ConfiguredContracts {
  private ConfiguredContracts() {}

  /** Looks at one. */
  interface Look {
    /**
     * Says what there is of it.
     *
     * @param id null if none is configured
     * @return whether nothing is wrong with it
     */
    boolean at(Deployable contract, @Nullable Address id);
  }

  /**
   * Looks at all of them.
   *
   * @param pool a pool contract other than the one that is set; null for none
   * @return the exit code: 0 if nothing is wrong
   * @throws CommandException if the network cannot be asked, or a setting is none
   */
  static int look(
      Settings settings,
      @Nullable String pool,
      Function<ContractNetwork, Look> looks,
      PrintWriter out) {
    try (ContractNetwork network =
        ContractNetwork.of(settings, null, Timekeeping.wallClock(), Timekeeping.strongRandom())) {
      Look look = looks.apply(network);
      boolean good = true;
      for (Deployable each : Deployable.values()) {
        if (each.isMadeOnce()) {
          good &= look.at(each, id(settings, each, pool));
        }
      }
      out.flush();
      return good ? 0 : 1;
    } catch (RpcException e) {
      throw new CommandException("the network: " + e.getMessage());
    }
  }

  private static @Nullable Address id(
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
}
