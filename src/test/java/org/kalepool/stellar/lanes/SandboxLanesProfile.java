package org.kalepool.stellar.lanes;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;
import org.kalepool.lab.sandbox.SandboxConfig;

/** The real lanes, wallets and database over a stepped sandbox. */
public final class SandboxLanesProfile implements QuarkusTestProfile {
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(SandboxNode.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    SandboxConfig sandbox = SandboxConfig.stepped();
    return Map.of(
        "kale.stepped",
        "true",
        "kale.network.passphrase",
        sandbox.passphrase(),
        "kale.contract.id",
        sandbox.farmContract().text(),
        "kale.asset",
        "KALE:" + sandbox.issuer());
  }
}
