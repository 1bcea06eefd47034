package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.function.Supplier;
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
  private static final ConfiguredNetwork SETTINGS =
      new ConfiguredNetwork(
          SettingsOf.mapping(
              NetworkSettings.class,
              "kale.network.passphrase",
              PASSPHRASE,
              "kale.contract.id",
              CONTRACT,
              "kale.asset",
              ASSET));
  private static final RpcSettings RPC_SETTINGS =
      SettingsOf.mapping(RpcSettings.class, "kale.rpc.max-clock-lag", "0s");
  private static final ObjectMapper JSON = new ObjectMapper();

  private TestNetwork() {}

  public static ConfiguredNetwork settings() {
    return SETTINGS;
  }

  public static NetworkWatch status(Clock clock) {
    return new NetworkWatch(
        clock, new SplittableRandom(1), new SimpleMeterRegistry(), RPC_SETTINGS);
  }

  public static StellarRpc rpc(RpcTransport transport, NetworkWatch status) {
    return new StellarRpc(transport, JSON, settings(), status, TRUSTING, new SimpleMeterRegistry());
  }
}
