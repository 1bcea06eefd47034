package org.kalepool.lab.sandbox.host;

/**
 * What something costs.
 *
 * @param constant each time
 * @param linear for each unit of its input, in 128ths
 */
record CostParam(long constant, long linear) {
  private static final int SCALE_BITS = 7;

  /** Of things with an input of this size. */
  long of(long times, long input) {
    return constant * times + ((linear * input * times) >> SCALE_BITS);
  }
}
