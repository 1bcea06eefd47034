package org.kalepool.lab.step;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A pool on a stepped clock, and nothing else set. */
public final class SteppedProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("kale.stepped", "true");
  }
}
