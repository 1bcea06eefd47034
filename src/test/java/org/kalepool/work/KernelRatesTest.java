package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelRatesTest {
  @Test
  void saysWhichNamesThereAreAndWhyOneIsNotAmongThem() {
    KernelRates rates =
        new KernelRates(
            List.of(new KernelRates.Rate("scalar", 5e6)), Map.of("vector512", "too narrow here"));
    assertThat(rates.wrong("scalar")).isEmpty();
    assertThat(rates.wrong("gpu")).contains("must be one of scalar");
    assertThat(rates.wrong("vector512"))
        .contains("must be one of scalar; vector512 cannot be used here: too narrow here");
  }
}
