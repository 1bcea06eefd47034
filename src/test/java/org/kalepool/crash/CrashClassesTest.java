package org.kalepool.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class CrashClassesTest {
  /** A class that moved would otherwise be missed half an hour later, by the crash points. */
  @Test
  void everythingThatIsWatchedIsThere() throws IOException {
    assertThat(CrashClasses.changed(CrashClasses.class.getClassLoader()))
        .containsKeys(
            "org/postgresql/jdbc/PgConnection",
            "org/kalepool/stellar/rpc/HttpRpcTransport",
            "org/kalepool/work/miner/Search",
            "org/kalepool/crash/CrashPoints");
  }
}
