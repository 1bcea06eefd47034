package org.kalepool.cli;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SimulationSeed2Test.Profile.class)
class SimulationSeed2Test extends SimulatedPool {
  private static final long SEED = 102;
  private static final long BLOCKS = 168;

  public static final class Profile extends SimulatedSeed {
    public Profile() {
      super(SEED);
    }
  }

  @Test
  void holdsItsTruthsAfterEveryBlock() throws SQLException {
    assertGood(simulate(SEED, BLOCKS, 2), BLOCKS);
  }
}
