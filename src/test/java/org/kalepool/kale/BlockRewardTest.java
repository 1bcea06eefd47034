package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlockRewardTest {

  @ParameterizedTest
  @CsvSource({
    "0, 25050000000",
    "30558, 25050000000",
    "39197, 25050000000",
    "39198, 23797500000",
    "47837, 23797500000",
    "47838, 22607625000",
    "80000, 19383212484",
    "4294967295, 0",
  })
  void paysTheScheduledReward(long index, long stroops) {
    assertThat(BlockReward.of(index)).isEqualTo(Kale.ofStroops(stroops));
  }

  @Property(tries = 300, seed = "20250821")
  void decaysByTheContractsFixedPointSteps(@ForAll @LongRange(max = 3_000_000) long index) {
    BigInteger scale = BigInteger.valueOf(100_0000000000L);
    BigInteger rate = scale;
    for (long block = 30_558 + 8_640; block <= index; block += 8_640) {
      rate = rate.multiply(BigInteger.valueOf(95_0000000000L)).divide(scale);
    }
    BigInteger reward = BigInteger.valueOf(25_050_000_000L).multiply(rate).divide(scale);

    assertThat(BlockReward.of(index)).isEqualTo(Kale.ofStroops(reward.longValueExact()));
  }
}
