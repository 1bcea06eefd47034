package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kalepool.kale.Blocks.big;

import java.math.BigInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class TrustlineTest {
  private static final BigInteger BEYOND = BigInteger.TWO.pow(63);
  private static final Trustline HUNDRED = new Trustline(Kale.ofStroops(100), Kale.ofStroops(150));

  @Test
  void burnsUpToTheWholeBalance() {
    assertThat(Trustline.burn(HUNDRED, big(100)).balance()).isEqualTo(Kale.ZERO);
    refusedWith(10, () -> Trustline.burn(HUNDRED, big(101)));
  }

  @Test
  void mintsUpToTheLimit() {
    assertThat(Trustline.mint(HUNDRED, big(50)).balance()).isEqualTo(Kale.ofStroops(150));
    refusedWith(10, () -> Trustline.mint(HUNDRED, big(51)));
    refusedWith(10, () -> Trustline.mint(HUNDRED, big(Long.MAX_VALUE)));
  }

  @Test
  void refusesAmountsBeyond64Bits() {
    refusedWith(12, () -> Trustline.burn(HUNDRED, BEYOND));
    refusedWith(12, () -> Trustline.mint(HUNDRED, BEYOND));
  }

  @Test
  void looksForTheTrustlineFirst() {
    refusedWith(13, () -> Trustline.burn(null, BEYOND));
    refusedWith(13, () -> Trustline.mint(null, BEYOND));
  }

  private static void refusedWith(int code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ContractException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.raisedByAsset()).isTrue();
            });
  }
}
