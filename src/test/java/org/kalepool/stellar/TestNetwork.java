package org.kalepool.stellar;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The network of the recordings, and a client over any transport. */
final class TestNetwork {
  static final String PASSPHRASE = "Standalone Network ; February 2017";
  static final String CONTRACT = "CCDQ2MEYNO25KWHOXFNU2HNIUTLZFZMOJVG4IFM7IZE4WU22YAFNFWPS";
  static final String ASSET = "KALE:GAHZXAEHGMOSUARZV2QT55F2FCIPD5SO4WTNXC7GLUXKKEQZPWQEPMLG";

  /** Believes every node. */
  private static final Identity TRUSTING =
      new Identity() {
        @Override
        public void check(Supplier<Rpc.Health> health, LedgerHashes hashes) {
          // nothing is remembered
        }

        @Override
        public void followed(long ledger, long closeTime) {
          // nothing is remembered
        }
      };

  private TestNetwork() {}

  static NetworkSettings settings() {
    return new NetworkSettings(
        Optional.of(PASSPHRASE), Optional.of(CONTRACT), Optional.of(ASSET), Optional.empty());
  }

  static NetworkStatus status(Clock clock) {
    return new NetworkStatus(
        clock,
        new SplittableRandom(1),
        new SimpleMeterRegistry(),
        Duration.ofSeconds(30),
        Duration.ZERO);
  }

  static StellarRpc rpc(RpcTransport transport, NetworkStatus status) {
    return new StellarRpc(
        transport, new ObjectMapper(), settings(), status, TRUSTING, new SimpleMeterRegistry());
  }
}
