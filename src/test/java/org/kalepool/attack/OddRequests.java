package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Requests that no client sends by mistake. */
interface OddRequests extends Target {
  @Test
  default void whatIsNoHttpIsRefused() throws IOException {
    assertThat(RawConnection.status(answerTo("\0\1\2\3 rubbish\r\n\r\n"))).isEqualTo(400);
  }
}
