package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kalepool.stellar.lanes.TransactionState.BUILT;
import static org.kalepool.stellar.lanes.TransactionState.FAILED;
import static org.kalepool.stellar.lanes.TransactionState.LANDED;
import static org.kalepool.stellar.lanes.TransactionState.QUEUED;
import static org.kalepool.stellar.lanes.TransactionState.REFUSED;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransactionStateTest {
  private static final Map<TransactionState, Set<TransactionState>> NEXT =
      Map.of(
          QUEUED, EnumSet.of(BUILT, REFUSED),
          BUILT, EnumSet.of(QUEUED, LANDED, FAILED, REFUSED),
          LANDED, Set.of(),
          FAILED, Set.of(),
          REFUSED, Set.of());

  @Test
  void whatIsSettledStaysSoAndNothingLandsThatWasNotBuilt() {
    for (TransactionState from : TransactionState.values()) {
      for (TransactionState to : TransactionState.values()) {
        if (NEXT.getOrDefault(from, Set.of()).contains(to)) {
          assertThat(from.to(to)).isEqualTo(to);
        } else {
          assertThatThrownBy(() -> from.to(to))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage("a transaction that is %s cannot become %s", from, to);
        }
      }
    }
  }
}
