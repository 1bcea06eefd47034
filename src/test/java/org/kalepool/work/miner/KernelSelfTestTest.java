package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

final class KernelSelfTestTest {
  private final KernelSelfTest selfTest = new KernelSelfTest(new SplittableRandom(1));

  @Test
  void passesTheScalarKernel() {
    assertThat(selfTest.failure(new ScalarKernel())).isEmpty();
  }

  @Test
  void refusesAKernelThatNeverFindsAnything() {
    assertThat(selfTest.failure(changed(found -> -1))).isPresent();
  }

  @Test
  void refusesAKernelThatIsOneNonceOff() {
    assertThat(selfTest.failure(changed(found -> found < 0 ? found : found + 1))).isPresent();
  }

  @Test
  void refusesAKernelThatIgnoresTheEndOfTheRange() {
    ScalarKernel right = new ScalarKernel();
    Kernel greedy =
        kernel((constants, start, count, mask) -> right.scan(constants, start, count + 1, mask));
    assertThat(selfTest.failure(greedy)).isPresent();
  }

  @Test
  void refusesAKernelThatSkipsTheLastNonce() {
    ScalarKernel right = new ScalarKernel();
    Kernel lazy =
        kernel((constants, start, count, mask) -> right.scan(constants, start, count - 1, mask));
    assertThat(selfTest.failure(lazy)).isPresent();
  }

  @Test
  void refusesAKernelBlindToOneBitOfTheMask() {
    ScalarKernel right = new ScalarKernel();
    for (int bit = 0; bit < 64; bit++) {
      long blind = ~(1L << bit);
      Kernel kernel =
          kernel(
              (constants, start, count, mask) -> right.scan(constants, start, count, mask & blind));
      assertThat(selfTest.failure(kernel)).as("bit %d", bit).isPresent();
    }
  }

  @Test
  void refusesAKernelThatThrows() {
    Kernel broken =
        kernel(
            (constants, start, count, mask) -> {
              throw new IllegalStateException("broken");
            });
    assertThat(selfTest.failure(broken)).hasValue("threw java.lang.IllegalStateException: broken");
  }

  private static Kernel changed(IntUnaryOperator change) {
    ScalarKernel right = new ScalarKernel();
    return kernel(
        (constants, start, count, mask) ->
            change.applyAsInt(right.scan(constants, start, count, mask)));
  }

  private static Kernel kernel(Scan scan) {
    return new Kernel() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public int scan(long[] constants, int startLow, int count, long mask) {
        return scan.scan(constants, startLow, count, mask);
      }
    };
  }

  private interface Scan {
    int scan(long[] constants, int startLow, int count, long mask);
  }
}
