package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchTest {
  private final List<String> turns = new ArrayList<>();

  @Test
  void letsTheKernelsTakeTurns() {
    new Bench(List.of(rig("a", 1), rig("b", 1)), List.of(1, 2), 2, Duration.ofSeconds(1))
        .run((round, all) -> turns.add(round + "/" + all));
    assertThat(turns).containsExactly("1/2", "a1", "b1", "a2", "b2", "2/2", "a1", "b1", "a2", "b2");
  }

  @Test
  void takesTheMedianOfTheRoundsAndOfTheRatiosWithinThem() {
    List<Bench.Result> results =
        new Bench(
                List.of(rig("scalar", 4, 1, 2), rig("fast", 12, 8, 20)),
                List.of(1),
                3,
                Duration.ofSeconds(1))
            .run((round, all) -> turns.clear());
    assertThat(results)
        .containsExactly(new Bench.Result("scalar", 1, 2, 1), new Bench.Result("fast", 1, 12, 8));
  }

  private Rig rig(String name, double... rates) {
    return new Rig() {
      private int next;

      @Override
      public String kernel() {
        return name;
      }

      @Override
      public double measure(int threads, Duration time) {
        turns.add(name + threads);
        return rates[next++ % rates.length];
      }

      @Override
      public void close() {}
    };
  }
}
