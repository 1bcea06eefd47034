package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MachineCapacityTest {
  /** A million are what fifteen megahashes a second are enough for. */
  @Test
  void aFastMachineAsksForNoMoreFarmersThanTheBackendTakes() {
    assertThat(MachineCapacity.room(1_000_000, 2, 2)).isEqualTo(1_000_000);
    assertThat(MachineCapacity.room(999_999, 2, 2)).isEqualTo(1_000_000);
  }

  @Test
  void whoIsWorkedForTakesNoHashesAndWhoIsPlantedStays() {
    assertThat(MachineCapacity.room(3, 2, 4)).isEqualTo(5);
    assertThat(MachineCapacity.room(0, 1, 4)).isEqualTo(4);
  }
}
