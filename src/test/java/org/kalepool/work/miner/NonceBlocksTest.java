package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class NonceBlocksTest {
  @Property
  void dealsBlocksThatFollowEachOtherAndFitAnAssignment(
      @ForAll long start, @ForAll @IntRange(min = 3, max = 30) int bits) {
    NonceBlocks blocks = new NonceBlocks(start, 1 << bits);
    long previous = blocks.next();
    assertThat(Long.compareUnsigned(previous, start)).isLessThanOrEqualTo(0);
    for (int i = 0; i < 10; i++) {
      long next = blocks.next();
      assertThat(next - previous).isEqualTo(1L << bits);
      assertThat(new Assignment(FakeAssignments.FIRST, next, blocks.size(), 1).firstNonce())
          .isEqualTo(next);
      previous = next;
    }
  }

  @Property
  void dealsLongerBlocksThatNoOtherOverlaps(
      @ForAll long start, @ForAll @IntRange(min = 3, max = 30) int bits) {
    NonceBlocks blocks = new NonceBlocks(start, 8);
    int longer = 1 << bits;
    long end = blocks.next() + 8;
    for (int i = 0; i < 10; i++) {
      long next = blocks.next(longer);
      assertThat(next - end).isNotNegative();
      assertThat(new Assignment(FakeAssignments.FIRST, next, longer, 1).count()).isEqualTo(longer);
      assertThat(blocks.next()).isEqualTo(next + longer);
      end = next + longer + 8;
    }
  }
}
