package org.kalepool.lab.simulation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.kalepool.cli.contract.Deployable;
import org.kalepool.cli.contract.Deployment;
import org.kalepool.cli.contract.DeploymentFees;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.kale.StrKey;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Envelopes;
import org.kalepool.stellar.Envelopes.Fate;
import org.kalepool.stellar.Envelopes.Made;
import org.kalepool.stellar.Envelopes.Signed;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.stellar.lanes.NodeEnvelopes;
import org.kalepool.wallet.OwnKeys;

/** Brings the contracts to a sandbox that nobody steps yet, by the account of the own pooler. */
public final class SimulatedContract {
  private static final Xlm MOST = Xlm.parse("50");

  private SimulatedContract() {}

  /**
   * Deploys them, closing ledgers as it goes.
   *
   * @return what the pool has to be told: the contract's id, the pooler's secret, and the time
   */
  public static Map<String, String> deploy(Sandbox sandbox, long seed) {
    byte[] key = new byte[32];
    new SplittableRandom(seed ^ 0x5e1f0L).nextBytes(key);
    OwnKeys keys = OwnKeys.of(key, 0);
    Address wallet = keys.wallet();
    sandbox.fund(wallet, Xlm.parse("1000"));
    Settings settings = SecondPooler.settings(sandbox, false);
    FeeSettings fees = new DeploymentFees(settings.module(FeeSettings.class), MOST.stroops());
    SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(sandbox.now()));
    try (NodeChain chain =
        NodeChain.of(
            new LaggingNode(sandbox, () -> 0),
            settings.module(RpcSettings.class),
            fees,
            settings.module(NetworkSettings.class),
            clock,
            new SplittableRandom(seed),
            new SimpleMeterRegistry())) {
      NodeEnvelopes envelopes = NodeEnvelopes.of(chain, fees, keys);
      Deployment deployment =
          new Deployment(
              chain.contracts(),
              new Deployment.Terms(wallet, wallet, wallet, 17_280, Set.of(Deployable.SPLIT)),
              new OnSandbox(sandbox, wallet, envelopes));
      Address split = deployment.carryOut(_ -> {}).get(Deployable.SPLIT);
      return Map.of(
          Deployable.SPLIT.setting().orElseThrow(),
          String.valueOf(split),
          "kale.pooler.secret",
          StrKey.encode(StrKey.SECRET, key),
          "kale.pooler.generate-wallet",
          "false",
          "kale.stepped.start",
          Instant.ofEpochSecond(sandbox.now()).toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while contracts were deployed", e);
    }
  }

  private record OnSandbox(Sandbox sandbox, Address wallet, NodeEnvelopes envelopes)
      implements Deployment.Network {
    @Override
    public Address farm() {
      return sandbox.config().farmContract();
    }

    @Override
    public Xlm quote(ContractCall call) {
      return Xlm.ofStroops(envelopes.resourceFee(wallet, call));
    }

    @Override
    public Optional<Outcome.Landed> land(ContractCall call) {
      Made made = envelopes.make(new Envelopes.Wanted(wallet, call, null, null), 0, 0, 20);
      if (!(made instanceof Made.Ready(Signed envelope))) {
        throw new IllegalStateException("a contract cannot be deployed: " + made);
      }
      envelopes.send(envelope, call, true);
      sandbox.closeLedger();
      return envelopes.fate(envelope, call) instanceof Fate.Ended(Outcome.Landed landed)
          ? Optional.of(landed)
          : Optional.empty();
    }
  }
}
