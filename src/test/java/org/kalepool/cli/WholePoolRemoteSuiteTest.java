package org.kalepool.cli;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.testing.PostgresResource;

/** A machine of {@code pool pooler}: without a database, spoken with over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolRemoteSuiteTest extends PoolerSuite {
  @TempDir Path folder;

  private @Nullable SteppedMachine machine;
  private boolean resting;

  @Override
  UUID pooler() {
    PoolerMachine account = machine("suite " + UUID.randomUUID(), "100000");
    machine = new SteppedMachine(sandbox, account, folder, null);
    return account.id;
  }

  @Override
  void step() {
    super.step();
    if (machine != null && !resting) {
      machine.turn();
      settle();
    }
  }

  @Override
  void rests() {
    resting = true;
  }

  @Override
  void goesOn() {
    resting = false;
  }

  @AfterEach
  void end() {
    if (machine != null) {
      machine.close();
    }
  }
}
