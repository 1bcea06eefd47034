package org.kalepool.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class NetworkNowTest {
  private static final long OPENED = 1_795_000_000L;
  private static final long CLOSED = OPENED + 40;

  private static Clock at(long seconds) {
    return Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
  }

  private static Blocks.Current seen() {
    return new Blocks.Current(7, OPENED, false, false, 99, CLOSED);
  }

  @Test
  void betweenTwoLedgersItGoesOnWithTheMachinesClock() {
    assertThat(NetworkNow.of(at(CLOSED + 4), seen())).isEqualTo(CLOSED + 4);
    assertThat(NetworkNow.left(at(CLOSED + 4), seen())).isEqualTo(256);
  }

  @Test
  void itNeverFallsBehindALedgerThatWasSeen() {
    assertThat(NetworkNow.of(at(CLOSED - 3), seen())).isEqualTo(CLOSED);
  }

  @Test
  void aNetworkWithATimeOfItsOwnIsAskedAndNotTheClock() {
    assertThat(NetworkNow.of(at(CLOSED + 1_000_000), seen())).isEqualTo(CLOSED);
    assertThat(NetworkNow.of(at(CLOSED - 1_000_000), seen())).isEqualTo(CLOSED);
  }
}
