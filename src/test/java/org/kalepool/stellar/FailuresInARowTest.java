package org.kalepool.stellar;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** When a sweep that reads farmer by farmer gives up. */
class FailuresInARowTest {
  private static final RpcException LAGS = new RpcException("the node lags");

  private final FailuresInARow failures =
      new FailuresInARow(Logger.getLogger(FailuresInARowTest.class));

  @Test
  void passesOverTwoAndEndsWithTheThird() {
    failures.failed("a", LAGS);
    failures.failed("b", LAGS);
    assertThatThrownBy(() -> failures.failed("c", LAGS)).isSameAs(LAGS);
  }

  @Test
  void countsAnewAfterOneThatWasRead() {
    for (int i = 0; i < 3; i++) {
      failures.failed("a", LAGS);
      failures.failed("b", LAGS);
      failures.read();
    }
  }
}
