package org.kalepool.cli.contract;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Envelopes;
import org.kalepool.stellar.Envelopes.Fate;
import org.kalepool.stellar.Envelopes.Made;
import org.kalepool.stellar.Envelopes.Signed;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.stellar.lanes.NodeEnvelopes;
import org.kalepool.wallet.OwnKeys;

/** A stepped sandbox, accounts on it whose keys are held, and the pool's way of sending calls. */
final class ContractSandbox implements AutoCloseable, Deployment.Network, Signer {
  final Sandbox sandbox;
  private final NodeChain chain;
  private final NodeEnvelopes envelopes;
  private final Map<Address, OwnKeys> keys = new HashMap<>();
  final Address deployer;

  /** How many more calls are sent before this process dies. */
  int lives = Integer.MAX_VALUE;

  ContractSandbox() {
    this(SandboxConfig.stepped().minPersistentTtl());
  }

  /**
   * @param life ledgers that what is made lives at first
   */
  ContractSandbox(long life) {
    sandbox = Sandbox.start(SandboxConfig.stepped().with().bots(0).minPersistentTtl(life).build());
    Settings settings = settings(sandbox, Map.of());
    FeeSettings fees =
        new DeploymentFees(settings.module(FeeSettings.class), Xlm.parse("50").stroops());
    chain =
        NodeChain.of(
            sandbox::call,
            settings.module(RpcSettings.class),
            fees,
            settings.module(NetworkSettings.class),
            new SteppedClock(Instant.ofEpochSecond(sandbox.now())),
            new SplittableRandom(1),
            new SimpleMeterRegistry());
    envelopes = NodeEnvelopes.of(chain, fees, this);
    deployer = account("deployer", "1000", null);
  }

  /** What a pool on that sandbox is told, and more. */
  static Settings settings(Sandbox sandbox, Map<String, String> more) {
    Properties set = new Properties();
    set.setProperty("kale.rpc.url", sandbox.rpcUrl().toString());
    set.setProperty("kale.network.passphrase", sandbox.config().passphrase());
    set.setProperty("kale.contract.id", sandbox.config().farmContract().text());
    set.setProperty("kale.asset", "KALE:" + sandbox.config().issuer().text());
    more.forEach(set::setProperty);
    return new Settings(set, Map.of(), new Properties());
  }

  /** An account whose key is held; without KALE it has no trustline. */
  Address account(String name, String xlm, @Nullable String kale) {
    OwnKeys own = OwnKeys.of(Sha256.of(name), 0);
    keys.put(own.wallet(), own);
    sandbox.fund(own.wallet(), Xlm.parse(xlm));
    if (kale != null) {
      sandbox.giveKale(own.wallet(), Kale.parse(kale));
    }
    return own.wallet();
  }

  PoolContracts contracts() {
    return chain.contracts();
  }

  Deployment deployment(Address admin) {
    return new Deployment(
        contracts(),
        new Deployment.Terms(deployer, admin, deployer, 17_280, EnumSet.allOf(Deployable.class)),
        this);
  }

  Map<Deployable, Address> deployed() throws InterruptedException {
    return deployment(deployer).carryOut(_ -> {});
  }

  @Override
  public Address farm() {
    return sandbox.config().farmContract();
  }

  @Override
  public Xlm quote(ContractCall call) {
    return Xlm.ofStroops(envelopes.resourceFee(deployer, call));
  }

  @Override
  public Optional<Outcome.Landed> land(ContractCall call) {
    if (lives-- <= 0) {
      throw new IllegalStateException("killed");
    }
    return outcome(deployer, call) instanceof Outcome.Landed landed
        ? Optional.of(landed)
        : Optional.empty();
  }

  /** So many ledgers close, and the pool sees the last one. */
  void pass(long ledgers) {
    for (long ledger = 0; ledger < ledgers; ledger++) {
      sandbox.closeLedger();
    }
    chain.chain().tip();
  }

  /** Sends it from an account, and closes a ledger. */
  Outcome outcome(Address lane, ContractCall call) {
    Made made = made(lane, call);
    if (made instanceof Made.Refused refused) {
      return new Outcome.Refused(null, refused.cause(), refused.detail());
    }
    if (!(made instanceof Made.Ready(Signed envelope))) {
      throw new AssertionError(made.toString());
    }
    envelopes.send(envelope, call, true);
    sandbox.closeLedger();
    if (envelopes.fate(envelope, call) instanceof Fate.Ended(Outcome outcome)) {
      return outcome;
    }
    throw new AssertionError("not in the ledger: " + call);
  }

  Made made(Address lane, ContractCall call) {
    return envelopes.make(new Envelopes.Wanted(lane, call, null, null), 0, 0, 20);
  }

  Kale kale(Address holder) {
    return sandbox.kale(holder).orElse(Kale.ZERO);
  }

  Xlm xlm(Address holder) {
    return sandbox.lumens(holder).orElse(Xlm.ZERO);
  }

  @Override
  public boolean holds(Address account) {
    return keys.containsKey(account);
  }

  @Override
  public byte[] sign(Address account, byte[] hash) {
    OwnKeys own = keys.get(account);
    if (own == null) {
      throw new IllegalArgumentException("no key of " + account);
    }
    return own.sign(account, hash);
  }

  @Override
  public void close() {
    chain.close();
    sandbox.close();
  }
}
