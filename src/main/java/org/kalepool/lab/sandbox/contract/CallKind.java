package org.kalepool.lab.sandbox.contract;

/**
 * What the contracts' calls take of the processor, as measured on a real network: instructions when
 * applied, and what a simulation declares for them.
 */
public enum CallKind {
  /** Opens the very first block, whose index is not stored. */
  PLANT_FIRST(1_176_317, 1_278_844),
  PLANT_OPENING(1_185_156, 1_285_020),
  PLANT(1_223_459, 1_329_643),
  PLANT_NOTHING(1_090_653, 1_171_220),
  WORK(1_162_686, 1_248_018),
  WORK_AGAIN(1_200_493, 1_285_825),
  HARVEST(1_052_533, 1_153_104),
  OTHER(900_000, 986_000);

  /** A signature in an auth entry has to be verified. */
  static final long SIGNED_AUTHORIZATION = 510_000;

  private final long applied;
  private final long declared;

  CallKind(long applied, long declared) {
    this.applied = applied;
    this.declared = declared;
  }

  public long applied(boolean signedAuthorization) {
    return applied + (signedAuthorization ? SIGNED_AUTHORIZATION * 95 / 100 : 0);
  }

  public long declared(boolean signedAuthorization) {
    return declared + (signedAuthorization ? SIGNED_AUTHORIZATION : 0);
  }
}
