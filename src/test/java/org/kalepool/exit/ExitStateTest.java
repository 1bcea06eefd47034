package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.kalepool.stellar.Cause;

/** What is decided before the chain is looked at. */
class ExitStateTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final ExitStateBuilder state = new ExitStateBuilder();

  private ExitDecision decision() {
    return state.build().whileOpen(NOW).orElseThrow();
  }

  @Test
  void theChainIsLookedAtOnceNothingIsOpen() {
    assertThat(state.build().whileOpen(NOW)).isEmpty();
  }

  @Test
  void namesWhatIsOpenPailsFirst() {
    state.difference = true;
    assertThat(decision()).isEqualTo(new ExitDecision.Wait(Obstacle.RECONCILIATION, ""));
    state.laneBusy = true;
    assertThat(decision()).isEqualTo(new ExitDecision.Wait(Obstacle.OPEN_TRANSACTIONS, ""));
    state.laneBusy = false;
    state.transactions = 1;
    assertThat(decision()).isEqualTo(new ExitDecision.Wait(Obstacle.OPEN_TRANSACTIONS, ""));
    state.pails = 2;
    assertThat(decision()).isEqualTo(new ExitDecision.Wait(Obstacle.OPEN_PAILS, "2 open"));
  }

  @Test
  void nothingIsDoneWhileThePayoutIsUnderWay() {
    state.transactions = 1;
    state.splitSent = true;
    state.pails = 1;
    assertThat(decision()).isEqualTo(new ExitDecision.Later());
  }

  @Test
  void theNextTryIsDueAtItsTime() {
    state.cause = Cause.OTHER;
    state.attempts = 1;
    state.nextTry = NOW.plusMillis(1);
    assertThat(decision()).isEqualTo(new ExitDecision.Later());
    state.nextTry = NOW;
    assertThat(state.build().whileOpen(NOW)).isEmpty();
  }
}
