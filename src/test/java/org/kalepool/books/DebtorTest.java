package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.kalepool.stellar.Cause;

class DebtorTest {
  @Test
  void whatTheFarmersAccountLacksIsTheFarmersFaultInPlantsAndHarvestsOnly() {
    assertThat(causes(Debtor::ofPlant, Debtor.FARMER))
        .containsExactlyInAnyOrder(
            Cause.BALANCE_TOO_LOW,
            Cause.NO_TRUSTLINE,
            Cause.INSUFFICIENT_XLM,
            Cause.ACCOUNT_MISSING,
            Cause.VAULT_STOPPED,
            Cause.BELOW_FLOOR);
    assertThat(causes(Debtor::ofHarvest, Debtor.FARMER))
        .containsExactlyInAnyOrder(
            Cause.OVER_TRUSTLINE_LIMIT,
            Cause.NO_TRUSTLINE,
            Cause.INSUFFICIENT_XLM,
            Cause.ACCOUNT_MISSING);
    // another account could have sent it
    assertThat(causes(Debtor::ofWork, Debtor.FARMER)).isEmpty();
  }

  @Test
  void whatTheNetworkDidNotLetThroughIsNobodysDebt() {
    assertThat(causes(Debtor::ofPlant, Debtor.NETWORK))
        .containsExactlyInAnyOrder(
            Cause.FARM_PAUSED,
            Cause.FEE_TOO_LOW,
            Cause.EXPIRED,
            Cause.BLOCK_INVALID,
            Cause.BLOCK_MISSING,
            Cause.ALREADY_PLANTED);
    assertThat(causes(Debtor::ofHarvest, Debtor.NETWORK))
        .containsExactlyInAnyOrder(
            Cause.HARVEST_NOT_READY,
            Cause.FEE_TOO_LOW,
            Cause.EXPIRED,
            Cause.BLOCK_INVALID,
            Cause.BLOCK_MISSING);
    assertThat(causes(Debtor::ofWork, Debtor.NETWORK)).containsExactly(Cause.BLOCK_MISSING);
  }

  @Test
  void aLostStakeThatIsOwedIsThePoolersFault() {
    assertThat(Debtor.ofLostStake(true)).isEqualTo(Debtor.POOLER);
    assertThat(Debtor.ofLostStake(false)).isEqualTo(Debtor.NETWORK);
  }

  private static Set<Cause> causes(Function<Cause, Debtor> rule, Debtor debtor) {
    return EnumSet.allOf(Cause.class).stream()
        .filter(cause -> rule.apply(cause) == debtor)
        .collect(Collectors.toSet());
  }
}
