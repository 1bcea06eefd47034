package org.kalepool.cli.contract;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PublicNetworks;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.stellar.lanes.NodeEnvelopes;

/** The network that the settings name, for a command that comes and goes. */
final class ContractNetwork implements AutoCloseable {
  private final NodeChain chain;
  private final FeeSettings fees;
  private final NetworkSettings network;

  private ContractNetwork(NodeChain chain, FeeSettings fees, NetworkSettings network) {
    this.chain = chain;
    this.fees = fees;
    this.network = network;
  }

  /**
   * Opens it; nothing is asked yet.
   *
   * @param highest the most that one transaction's resources may cost; null for what is set
   * @throws CommandException naming a setting that is missing
   */
  static ContractNetwork of(
      Settings settings, @Nullable Xlm highest, Clock clock, RandomGenerator random) {
    for (String name :
        new String[] {
          "kale.rpc.url", "kale.network.passphrase", "kale.contract.id", "kale.asset"
        }) {
      if (settings.get(name).isEmpty()) {
        throw new CommandException(
            name + " is not set: it has to be what the pool itself is started with");
      }
    }
    FeeSettings set = settings.module(FeeSettings.class);
    FeeSettings fees = highest == null ? set : new DeploymentFees(set, highest.stroops());
    NetworkSettings network = settings.module(NetworkSettings.class);
    return new ContractNetwork(
        NodeChain.of(
            settings.module(RpcSettings.class),
            fees,
            network,
            clock,
            random,
            new SimpleMeterRegistry()),
        fees,
        network);
  }

  Chain chain() {
    return chain.chain();
  }

  PoolContracts contracts() {
    return chain.contracts();
  }

  NodeEnvelopes envelopes(Signer signer) {
    return NodeEnvelopes.of(chain, fees, signer);
  }

  String passphrase() {
    return network.passphrase().orElseThrow();
  }

  boolean isMainnet() {
    return PublicNetworks.isMainnet(passphrase());
  }

  /** KALE's own contract. */
  Address farm() {
    return network.contract().orElseThrow();
  }

  @Override
  public void close() {
    chain.close();
  }
}
