package org.kalepool.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whose turn it is where not everybody can be the first, for plants as for works. */
class TurnTest {
  private static final int FARMERS = 40;
  private static final int BLOCKS = 4_000;

  private static List<Long> order(long block) {
    return LongStream.range(0, FARMERS)
        .boxed()
        .sorted(Comparator.comparingLong(farmer -> Turn.of(block, farmer)))
        .toList();
  }

  @Test
  void overTheBlocksEverybodyIsTheFirstAndTheLastAboutAsOftenAsAnybodyElse() {
    int[] first = new int[FARMERS];
    int[] last = new int[FARMERS];
    double[] places = new double[FARMERS];
    for (long block = 80_000; block < 80_000 + BLOCKS; block++) {
      List<Long> order = order(block);
      first[order.getFirst().intValue()]++;
      last[order.getLast().intValue()]++;
      for (int place = 0; place < FARMERS; place++) {
        places[order.get(place).intValue()] += (double) place / BLOCKS;
      }
    }
    for (int farmer = 0; farmer < FARMERS; farmer++) {
      assertThat(first[farmer]).as("first, %s", farmer).isBetween(60, 145);
      assertThat(last[farmer]).as("last, %s", farmer).isBetween(60, 145);
      assertThat(places[farmer]).as("place, %s", farmer).isBetween(18.0, 21.0);
    }
  }

  @Test
  void theOrderOfABlockIsTheSameWheneverItIsAskedFor() {
    assertThat(order(80_000)).isEqualTo(order(80_000)).isNotEqualTo(order(80_001));
  }
}
