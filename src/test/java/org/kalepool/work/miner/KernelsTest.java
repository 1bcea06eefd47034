package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class KernelsTest {
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void accountsForEveryKernel() {
    Kernels kernels = Kernels.all(random);
    assertThat(kernels.available()).extracting(Kernel::name).contains("scalar");
    assertThat(kernels.available().size() + kernels.refused().size())
        .isEqualTo(Kernels.names().size());
    assertThat(kernels.refused().values())
        .noneMatch(reason -> reason.contains("failed its self-test"));
  }

  @Test
  void usesOneVectorWidthInAProcess() {
    assertThat(Kernels.all(random).available())
        .filteredOn(kernel -> kernel.name().startsWith("vector"))
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void takesTheKernelThatIsSet() {
    Kernels.Choice choice = Kernels.choose(Optional.of("scalar"), random, System::nanoTime);
    assertThat(choice.kernel().name()).isEqualTo("scalar");
    assertThat(choice.why()).isEqualTo("as set");
  }

  @Test
  void refusesAnUnknownName() {
    assertThatThrownBy(() -> Kernels.choose(Optional.of("gpu"), random, System::nanoTime))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no kernel gpu");
  }

  @Test
  void saysWhyTheCalibratedKernelWon() {
    Kernels.Choice choice = Kernels.choose(Optional.of("auto"), random, System::nanoTime);
    assertThat(choice.why())
        .startsWith("the fastest of [" + choice.kernel().name() + " ")
        .contains("scalar", "MH/s");
    RatedKernels rated = choice.rated().orElseThrow();
    assertThat(List.copyOf(rated.rates().values()))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .allMatch(rate -> rate > 0);
    assertThat(rated.rates().keySet().iterator().next()).isEqualTo(choice.kernel().name());
    assertThat(rated.rates().size() + rated.refused().size()).isEqualTo(Kernels.names().size());
  }

  @Test
  void hasOneInMachineCodeAtOnceWhereTheBuildHadACompiler() {
    boolean compiled = Kernels.only("native-portable", random).has("native-portable");
    assertThat(Kernels.readyMade(random).name()).startsWith(compiled ? "native-" : "scalar");
  }

  /** Whoever draws from it afterwards draws the same on each machine. */
  @Test
  void drawsTheSameWhicheverKernelItTakes() {
    SplittableRandom set = new SplittableRandom(5);
    SplittableRandom found = new SplittableRandom(5);
    Kernels.choose(Optional.of("scalar"), set, System::nanoTime);
    Kernels.readyMade(found);
    assertThat(found.nextLong()).isEqualTo(set.nextLong());
  }

  /** Their self-test is most of a pool's start on a JVM. */
  @Test
  void doesNotTryTheVectorKernelsWhereTheAssemblyIsFaster() {
    Kernels.Choice choice = Kernels.choose(Optional.of("auto"), random, System::nanoTime);
    boolean assembly = Kernels.only("native-avx512", random).has("native-avx512");
    assertThat(choice.why().contains("vector512=native-avx512 is faster")).isEqualTo(assembly);
  }

  @Test
  void provesAKernelAnewBeforeItTakesOver() {
    AtomicBoolean broken = new AtomicBoolean();
    Kernel kernel =
        ScalarKernelWith.answering(found -> broken.get() && found >= 0 ? found + 1 : found);
    RatedKernels rated = new RatedKernels(List.of(new Calibration.Rating(kernel, 5e6)), Map.of());
    assertThat(rated.proved("scalar", random)).isSameAs(kernel);
    broken.set(true);
    assertThatThrownBy(() -> rated.proved("scalar", random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("scalar failed its self-test, so nothing was changed: ");
    assertThatThrownBy(() -> rated.proved("gpu", random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no kernel gpu in [scalar 5.0 MH/s]");
  }
}
