package org.kalepool.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.remote.HarvestAnswer.Failed;
import org.kalepool.remote.PailFates.Fate;

/** What a pooler is told of a pail that is not harvested. */
class HarvestRefusalsTest {
  private static final UUID POOLER = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);
  private static final long BLOCK = 10;

  private static Fate open(int interval, boolean leaving, boolean worked, boolean underWay) {
    return fate(POOLER, true, null, interval, leaving, worked, underWay, null);
  }

  private static Fate fate(
      @Nullable UUID pooler,
      boolean planted,
      @Nullable String cause,
      @Nullable Integer interval,
      boolean leaving,
      boolean worked,
      boolean underWay,
      @Nullable String lastCause) {
    return new Fate(
        new UUID(2, 2),
        pooler,
        planted,
        cause == null ? null : "LOST",
        null,
        null,
        cause,
        null,
        interval,
        leaving,
        worked,
        underWay,
        lastCause,
        null);
  }

  private static Failed whyNot(long running, Fate fate) {
    return RemoteHarvestResource.whyNot(POOLER, BLOCK, running, fate);
  }

  @Test
  void ofABlockThatRunsNothingIsReady() {
    assertThat(whyNot(BLOCK, open(1, false, true, false)).error()).isEqualTo("harvest_not_ready");
    assertThat(whyNot(BLOCK + 1, open(1, false, true, false)).error()).isEqualTo("pending");
  }

  @Test
  void aFarmersIntervalIsKeptUnlessItLeaves() {
    Failed waits = whyNot(BLOCK + 2, open(3, false, true, false));
    assertThat(waits.error()).isEqualTo("not_due");
    assertThat(waits.message())
        .isEqualTo("The farmer lets pails wait for 3 blocks: it is due in block 13.");
    assertThat(whyNot(BLOCK + 3, open(3, false, true, false)).error()).isEqualTo("pending");
    assertThat(whyNot(BLOCK + 2, open(3, true, true, false)).error()).isEqualTo("pending");
  }

  @Test
  void whatIsUnderWayOrWasTriedIsPendingAndSaysSo() {
    assertThat(whyNot(BLOCK + 1, open(9, false, true, true)).message())
        .isEqualTo("It is under way.");
    Failed again =
        whyNot(BLOCK + 1, fate(POOLER, true, null, 1, false, true, false, "BALANCE_TOO_LOW"));
    assertThat(again.error()).isEqualTo("pending");
    assertThat(again.message()).isEqualTo("It is tried again: balance too low.");
    assertThat(again.waits()).isTrue();
  }

  @Test
  void whoseStakeIsLostHasNoPailOrIsAnothersIsNamed() {
    Failed lost =
        whyNot(BLOCK + 1, fate(POOLER, true, "NEVER_WORKED", null, false, false, false, null));
    assertThat(lost.error()).isEqualTo("never_worked");
    assertThat(lost.message()).isEqualTo("The stake is lost: never worked.");
    assertThat(lost.waits()).isFalse();
    assertThat(whyNot(BLOCK, fate(POOLER, false, null, null, false, false, false, null)).error())
        .isEqualTo("not_planted");
    for (UUID pooler : new UUID[] {OTHER, null}) {
      assertThat(whyNot(BLOCK, fate(pooler, false, null, null, false, false, false, null)).error())
          .isEqualTo("unknown_farmer");
    }
  }
}
