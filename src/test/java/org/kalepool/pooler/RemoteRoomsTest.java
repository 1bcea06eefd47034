package org.kalepool.pooler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.HashingRoom.Room;
import org.kalepool.pooler.PlantRequestRepository.Wish;
import org.kalepool.stellar.Cause;

/** For how many farmers, and how much, a pooler elsewhere is planted. */
class RemoteRoomsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final Wish TEN = new Wish(10, 3);

  private static Standing pooler(
      boolean active, @Nullable Instant seen, long rate, boolean paused, long debt, long inPlay) {
    return pooler(active, seen, rate, paused, debt, inPlay, 0);
  }

  private static Standing pooler(
      boolean active,
      @Nullable Instant seen,
      long rate,
      boolean paused,
      long debt,
      long inPlay,
      long bond) {
    return new Standing(
        new UUID(1, 1),
        "alpha",
        Address.account(new byte[32]),
        5_000,
        8,
        active,
        false,
        Kale.ofStroops(100),
        true,
        seen,
        "1",
        rate,
        1,
        50,
        null,
        paused,
        Kale.ofStroops(debt),
        Kale.ofStroops(inPlay),
        0,
        Kale.ofStroops(bond),
        null,
        Kale.ZERO,
        null);
  }

  private static Room room(Standing pooler, Wish wish) {
    return RemoteRooms.room(pooler, wish, NOW, SILENCE);
  }

  private static Cause cause(Standing pooler) {
    Room room = room(pooler, TEN);
    assertThat(room.farmers()).isZero();
    assertThat(room.stakes()).isEqualTo(Kale.ZERO);
    return room.cause();
  }

  @Test
  void isAsLargeAsWhatWasAskedForAndIsNotPlantedYet() {
    Standing pooler = pooler(true, NOW, 1, false, 10, 20);
    assertThat(room(pooler, new Wish(5, 3)).farmers()).isEqualTo(2);
    assertThat(room(pooler, new Wish(5, 6)).farmers()).isZero();
    assertThat(room(pooler, TEN).farmers()).as("it may have 8 farmers").isEqualTo(5);
    assertThat(room(pooler, TEN).stakes()).isEqualTo(Kale.ofStroops(70));
    assertThat(room(pooler, TEN).cause()).isEqualTo(Cause.NOT_HASHING);
  }

  @Test
  void whoeverDidNotAskHasNone() {
    Room room = room(pooler(true, NOW, 1, false, 0, 0), new Wish(null, 0));
    assertThat(room.farmers()).isZero();
    assertThat(room.cause()).isEqualTo(Cause.POOLER_SILENT);
    assertThat(room.why()).isEqualTo("the pooler has not asked for plants in this block");
  }

  @Test
  void whoeverIsSilentForTooLongHasNoneAndTheSentenceSaysSinceWhen() {
    Instant seen = NOW.minus(SILENCE);
    assertThat(room(pooler(true, seen.plusMillis(1), 1, false, 0, 0), TEN).farmers()).isPositive();
    assertThat(cause(pooler(true, seen, 1, false, 0, 0))).isEqualTo(Cause.POOLER_SILENT);
    assertThat(cause(pooler(true, null, 1, false, 0, 0))).isEqualTo(Cause.POOLER_SILENT);
    assertThat(room(pooler(true, seen, 1, false, 0, 0), TEN).why()).endsWith("since " + seen);
  }

  @Test
  void whoeverHashesNothingHasNone() {
    assertThat(cause(pooler(true, NOW, 0, false, 0, 0))).isEqualTo(Cause.NOT_HASHING);
    assertThat(cause(pooler(true, NOW, 1, true, 0, 0))).isEqualTo(Cause.NOT_HASHING);
  }

  @Test
  void aBondRaisesWhatMayBeOwedByItsAmount() {
    assertThat(room(pooler(true, NOW, 1, false, 60, 40, 25), TEN).stakes())
        .isEqualTo(Kale.ofStroops(25));
    assertThat(cause(pooler(true, NOW, 1, false, 60, 65, 25))).isEqualTo(Cause.POOLER_LIMITED);
    assertThat(room(pooler(true, NOW, 1, false, 60, 65, 25), TEN).why())
        .endsWith("may owe " + Kale.ofStroops(125));
  }

  @Test
  void whoeverRunsOutOrMayOweNoMoreHasNone() {
    assertThat(cause(pooler(false, NOW, 1, false, 0, 0))).isEqualTo(Cause.POOLER_LIMITED);
    assertThat(cause(pooler(true, NOW, 1, false, 60, 40))).isEqualTo(Cause.POOLER_LIMITED);
    assertThat(cause(pooler(true, NOW, 1, false, 500, 0))).isEqualTo(Cause.POOLER_LIMITED);
    assertThat(room(pooler(true, NOW, 1, false, 60, 39), TEN).stakes())
        .isEqualTo(Kale.ofStroops(1));
  }
}
