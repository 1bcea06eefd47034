package org.kalepool.lab.sandbox;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The invariants of docs/contracts.md over random calls, through the sandbox and on KALE's rules.
 */
class VaultGamesTest {
  private static final int STEPS = 50;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void vaultsAndBondKeepTheirInvariantsOverRandomCalls(long seed) {
    try (VaultGame game = new VaultGame(seed)) {
      for (int step = 0; step < STEPS; step++) {
        game.step();
      }
      game.leave();
    }
  }
}
