package org.kalepool.blackbox;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;

/** A sandbox network that runs by itself at sixty times real speed, and the settings for it. */
public final class NetworkResource implements QuarkusTestResourceLifecycleManager {
  static final String FRIENDBOT = "blackbox.friendbot";

  private @Nullable Sandbox sandbox;

  @Override
  public Map<String, String> start() {
    SandboxConfig config = SandboxConfig.defaults().with().speed(60).bots(3).seed(1).build();
    sandbox = Sandbox.start(config);
    Map<String, String> settings = new HashMap<>(network(sandbox, config));
    // Where a binary is started nothing else says what port it took.
    settings.put("quarkus.management.port", Integer.toString(freePort()));
    return settings;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> network(Sandbox sandbox, SandboxConfig config) {
    return Map.of(
        FRIENDBOT,
        sandbox.rpcUrl() + "/friendbot",
        "kale.operator.key",
        PoolVisitor.OPERATOR_KEY,
        "kale.rpc.url",
        sandbox.rpcUrl().toString(),
        "kale.rpc.max-clock-lag",
        "0s",
        "kale.network.passphrase",
        config.passphrase(),
        "kale.contract.id",
        config.farmContract().text(),
        "kale.asset",
        "KALE:" + config.issuer().text(),
        "kale.block.poll-interval",
        "40ms",
        "kale.transactions.poll-interval",
        "40ms",
        // the other core is for whoever calls
        "kale.work.threads",
        "1");
  }

  @Override
  public void stop() {
    if (sandbox != null) {
      sandbox.close();
    }
  }
}
