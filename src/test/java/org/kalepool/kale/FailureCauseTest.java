package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.kale.Blocks.big;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailureCauseTest {
  private static final Pail WORKED = new Pail(10, 3L, big(5), 0L);
  private static final Pail UNWORKED = new Pail(10, null, big(5), null);

  @ParameterizedTest
  @CsvSource({
    "PLANT, 4, FARM_PAUSED",
    "PLANT, 6, AMOUNT_NEGATIVE",
    "PLANT, 8, ALREADY_PLANTED",
    "PLANT, 10, BALANCE_TOO_LOW",
    "PLANT, 12, AMOUNT_TOO_LARGE",
    "PLANT, 13, NO_TRUSTLINE",
    "WORK, 7, ZEROS_TOO_LOW",
    "WORK, 9, PAIL_MISSING",
    "WORK, 11, BLOCK_MISSING",
    "WORK, 12, BLOCK_INVALID",
    "WORK, 13, HASH_INVALID",
    "WORK, 15, GAP_TOO_LOW",
    "HARVEST, 9, PAIL_MISSING",
    "HARVEST, 11, BLOCK_MISSING",
    "HARVEST, 13, NO_TRUSTLINE",
    "HARVEST, 14, HARVEST_NOT_READY",
    "PLANT, 2, CONTRACT_ERROR",
    "WORK, 3, CONTRACT_ERROR",
    "HARVEST, 99, CONTRACT_ERROR",
  })
  void readsTheSameNumberByTheCall(FarmCall call, int code, FailureCause cause) {
    assertThat(FailureCause.of(call, code, WORKED, Blocks.typical())).isEqualTo(cause);
  }

  @Test
  void readsAHarvestsTenByThePail() {
    assertThat(FailureCause.of(FarmCall.HARVEST, 10, WORKED, Blocks.typical()))
        .isEqualTo(FailureCause.OVER_TRUSTLINE_LIMIT);
    assertThat(FailureCause.of(FarmCall.HARVEST, 10, UNWORKED, Blocks.typical()))
        .isEqualTo(FailureCause.NEVER_WORKED);
    assertThat(FailureCause.of(FarmCall.HARVEST, 10, null, Blocks.typical()))
        .isEqualTo(FailureCause.PAIL_MISSING);
  }

  @Test
  void readsAHarvestsTwelveByTheBlock() {
    assertThat(FailureCause.of(FarmCall.HARVEST, 12, WORKED, Blocks.typical()))
        .isEqualTo(FailureCause.AMOUNT_TOO_LARGE);
    assertThat(FailureCause.of(FarmCall.HARVEST, 12, WORKED, Blocks.limits(2, 1, 0, 0, 0, 0)))
        .isEqualTo(FailureCause.BLOCK_INVALID);
  }
}
