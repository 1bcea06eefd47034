package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcSettings;

/** The network of the recordings, and a client over any transport. */
public final class TestNetwork {
  public static final String PASSPHRASE = "Standalone Network ; February 2017";
  public static final String CONTRACT = "CCDQ2MEYNO25KWHOXFNU2HNIUTLZFZMOJVG4IFM7IZE4WU22YAFNFWPS";
  public static final String ASSET =
      "KALE:GAHZXAEHGMOSUARZV2QT55F2FCIPD5SO4WTNXC7GLUXKKEQZPWQEPMLG";

  /** Believes every node. */
  private static final Identity TRUSTING =
      new Identity() {
        @Override
        public void check(Supplier<Rpc.GetHealthResponse> health, LedgerHashes hashes) {
          // nothing is remembered
        }

        @Override
        public void followed(long ledger, long closeTime) {
          // nothing is remembered
        }
      };

  // made once: each takes longer than most of what is tried with it
  private static final ConfiguredNetwork SETTINGS = settings(PASSPHRASE, CONTRACT, ASSET);
  private static final RpcSettings RPC_SETTINGS =
      SettingsOf.mapping(RpcSettings.class, "kale.rpc.max-clock-lag", "0s");
  private static final ObjectMapper JSON = new ObjectMapper();

  private TestNetwork() {}

  public static ConfiguredNetwork settings() {
    return SETTINGS;
  }

  /** Those of an embedded network. */
  public static ConfiguredNetwork settings(SandboxConfig config) {
    return settings(
        config.passphrase(), config.farmContract().text(), "KALE:" + config.issuer().text());
  }

  private static ConfiguredNetwork settings(String passphrase, String contract, String asset) {
    return new ConfiguredNetwork(
        SettingsOf.mapping(
            NetworkSettings.class,
            "kale.network.passphrase",
            passphrase,
            "kale.contract.id",
            contract,
            "kale.asset",
            asset));
  }

  public static NetworkWatch status(Clock clock) {
    return new NetworkWatch(
        clock, new SplittableRandom(1), new SimpleMeterRegistry(), RPC_SETTINGS);
  }

  public static StellarRpc rpc(RpcTransport transport, NetworkWatch status) {
    return new StellarRpc(transport, JSON, settings(), status, TRUSTING, new SimpleMeterRegistry());
  }
}
