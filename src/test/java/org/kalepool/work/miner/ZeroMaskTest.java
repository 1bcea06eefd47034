package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ZeroMaskTest {
  @Test
  void takesTheHighDigitOfAByteFirst() {
    assertThat(ZeroMask.of(0)).isZero();
    assertThat(ZeroMask.of(1)).isEqualTo(0xf0L);
    assertThat(ZeroMask.of(2)).isEqualTo(0xffL);
    assertThat(ZeroMask.of(3)).isEqualTo(0xf0ffL);
    assertThat(ZeroMask.of(7)).isEqualTo(0xf0ffffffL);
    assertThat(ZeroMask.of(15)).isEqualTo(0xf0ff_ffff_ffff_ffffL);
  }

  @Test
  void coversTheWholeLaneFromSixteenZerosOn() {
    assertThat(ZeroMask.of(16)).isEqualTo(-1L);
    assertThat(ZeroMask.of(17)).isEqualTo(-1L);
    assertThat(ZeroMask.of(64)).isEqualTo(-1L);
  }

  @Test
  void refusesMoreZerosThanAHashHasDigits() {
    assertThatThrownBy(() -> ZeroMask.of(65)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ZeroMask.of(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
