package org.kalepool.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** The stages on a stepped clock, over a chain and transactions that the test moves by hand. */
public class StagesProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "kale.stepped", "true",
        "kale.stepped.start", "2026-01-01T00:00:00Z",
        "kale.pooler.generate-wallet", "true");
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(FakeChain.class, FakeNetwork.class, FakeTransactions.class, EventLog.class);
  }
}
