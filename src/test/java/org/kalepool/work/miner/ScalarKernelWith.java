package org.kalepool.work.miner;

import java.util.function.IntUnaryOperator;

/** The scalar kernel, with something done to it. */
final class ScalarKernelWith {
  private ScalarKernelWith() {}

  /** What is done before each scan. */
  interface Step {
    void run() throws InterruptedException;
  }

  static Kernel before(Step step) {
    return new Kernel() {
      private final Kernel scalar = new ScalarKernel();

      @Override
      public String name() {
        return scalar.name();
      }

      @Override
      public int scan(long[] constants, int startLow, int count, long mask) {
        try {
          step.run();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return scalar.scan(constants, startLow, count, mask);
      }
    };
  }

  /** What is made of each answer. */
  static Kernel answering(IntUnaryOperator answer) {
    return new Kernel() {
      private final Kernel scalar = new ScalarKernel();

      @Override
      public String name() {
        return scalar.name();
      }

      @Override
      public int scan(long[] constants, int startLow, int count, long mask) {
        return answer.applyAsInt(scalar.scan(constants, startLow, count, mask));
      }
    };
  }
}
