package org.kalepool.cli;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kalepool.lab.simulation.SimulationSettings;

/** Everything but the outside world: all stages on one thread over a stepped sandbox. */
public final class WholePool implements QuarkusTestProfile {
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(WholePoolNode.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(SimulationSettings.of(WholePoolNode.NETWORK));
    settings.put("kale.work.stepped-hashes", "4000");
    settings.put("kale.auth.home-domain", "pool.example");
    settings.put("kale.operator.key", "whole-pool-operator-whole-pool-operator");
    return settings;
  }
}
