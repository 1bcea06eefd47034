package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Whichever of the two runs later holds its digest against the other's. */
@QuarkusTest
@TestProfile(SimulationReplayFirstTest.Profile.class)
class SimulationReplayFirstTest extends SimulatedPool {
  private static final long SEED = 104;

  public static final class Profile extends SimulatedSeed {
    public Profile() {
      super(SEED);
    }
  }

  @Test
  void givesTheSameDatabaseForTheSameSeed() throws SQLException {
    String digest = simulate(SEED, 12, 2).digest();
    // each test class has an application and class loader of its own
    String other = System.getProperty("kale.test.simulation.digest");
    System.setProperty("kale.test.simulation.digest", digest);
    assertThat(digest).hasSize(32).isEqualTo(other == null ? digest : other);
  }
}
