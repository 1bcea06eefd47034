package org.kalepool.blackbox;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The suite against the native binary, which brings database, network and keys along. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NativeBlackBoxIT extends BlackBoxSuite {
  @TempDir static Path folder;

  private PoolBinary pool;

  @BeforeAll
  void start() throws IOException {
    pool = PoolBinary.serve(folder);
  }

  @AfterAll
  void stop() {
    pool.close();
  }

  @Override
  String poolUrl() {
    return pool.poolUrl();
  }

  @Override
  String managementUrl() {
    return pool.managementUrl();
  }

  @Override
  String friendbotUrl() {
    return pool.friendbotUrl();
  }
}
