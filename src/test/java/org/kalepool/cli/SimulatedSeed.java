package org.kalepool.cli;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A pool of its own for one seed. */
abstract class SimulatedSeed implements QuarkusTestProfile {
  static final int BOTS = 2;

  private final long seed;

  SimulatedSeed(long seed) {
    this.seed = seed;
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = Simulation.settings(Simulation.network(seed, BOTS));
    settings.put("quarkus.log.level", "ERROR");
    settings.put("quarkus.log.category.\"org.kalepool\".level", "OFF");
    return settings;
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(SimulationDatabase.class));
  }
}
