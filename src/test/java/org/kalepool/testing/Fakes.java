package org.kalepool.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** A pool on one thread and a stepped clock whose network and neighbours are fakes. */
public class Fakes implements QuarkusTestProfile {
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(
        FakeChain.class,
        FakeTransactions.class,
        FakeSigner.class,
        FakeBooks.class,
        FakeBlocks.class,
        FarmRows.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("kale.stepped", "true");
  }
}
