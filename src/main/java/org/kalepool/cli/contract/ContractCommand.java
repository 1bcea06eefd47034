package org.kalepool.cli.contract;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pool contract}: the pool's contracts on a network. */
@Command(
    name = "contract",
    mixinStandardHelpOptions = true,
    description = {
      "Bring the pool's contracts to the network that the settings name, or look at those that are"
          + " there. See docs/contracts.md."
    },
    subcommands = {
      DeployCommand.class,
      ContractStatusCommand.class,
      UpgradeCheckCommand.class,
    })
public final class ContractCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "deploy, status or upgrade-check is missing");
  }
}
