package org.kalepool.work.miner;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Hashes a microsecond of one kernel, each in a JVM of its own. See docs/performance.md. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class KernelBenchmark {
  private static final int BATCH = 1 << 16;

  @Param({"scalar", "vector256", "vector512", "native-portable", "native-avx2", "native-avx512"})
  private String name = "scalar";

  private Kernel kernel = new ScalarKernel();
  private final long[] constants = Midstate.of(1, new byte[32], new byte[32], 0);
  private int start;

  @Setup
  public void setUp() {
    kernel = Kernels.only(name, new SplittableRandom(1)).available().getLast();
    if (!kernel.name().equals(name)) {
      throw new IllegalStateException(name + " is not available here");
    }
    // Short calls first: what is compiled while it loops is compiled badly.
    for (int i = 0; i < 5000; i++) {
      kernel.scan(constants, 8 * i, 8, -1L);
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int scan() {
    start += BATCH;
    return kernel.scan(constants, start, BATCH, -1L);
  }
}
